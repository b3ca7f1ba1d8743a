/** Counts things by name. A name whose count returns to zero is forgotten. */
export class Tally {
  readonly #counts = new Map<string, number>();

  /** The number of names with a count above zero. */
  get size(): number {
    return this.#counts.size;
  }

  of(name: string): number {
    return this.#counts.get(name) ?? 0;
  }

  add(name: string): void {
    this.#counts.set(name, this.of(name) + 1);
  }

  remove(name: string): void {
    const left = this.of(name) - 1;
    if (left > 0) this.#counts.set(name, left);
    else this.#counts.delete(name);
  }

  clear(): void {
    this.#counts.clear();
  }
}
