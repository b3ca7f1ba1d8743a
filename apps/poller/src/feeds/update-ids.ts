/** The last update of each symbol on one connection: an older one that comes late must not look like news. */
export class UpdateIds {
  readonly #last = new Map<string, bigint>();

  /** Whether the update is newer than all before it, which it is from then on. */
  take(symbol: string, updateId: bigint): boolean {
    const last = this.#last.get(symbol);
    if (last !== undefined && updateId <= last) return false;
    this.#last.set(symbol, updateId);
    return true;
  }
}
