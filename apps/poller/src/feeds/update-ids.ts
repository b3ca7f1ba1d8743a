/** The last update of each symbol on one connection. Older updates that come late are recognised by it. */
export class UpdateIds {
  readonly #last = new Map<string, bigint>();

  /** Takes an update. @returns whether it is newer than all before it. */
  take(symbol: string, updateId: bigint): boolean {
    const last = this.#last.get(symbol);
    if (last !== undefined && updateId <= last) return false;
    this.#last.set(symbol, updateId);
    return true;
  }
}
