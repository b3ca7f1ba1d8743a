/** Keeps the result of a piece of work for some milliseconds, for all who ask. A failure is not kept. */
export class ShortLivedCache<Value> {
  readonly #work: () => Promise<Value>;
  readonly #ms: number;
  #value: Promise<Value> | undefined;
  #until = 0;

  constructor(ms: number, work: () => Promise<Value>) {
    this.#ms = ms;
    this.#work = work;
  }

  get(): Promise<Value> {
    if (this.#value !== undefined && performance.now() < this.#until) return this.#value;
    const value = this.#work();
    this.#value = value;
    this.#until = performance.now() + this.#ms;
    value.catch(() => {
      if (this.#value === value) this.#value = undefined;
    });
    return value;
  }
}
