/**
 * Counts a client's messages, second by second. Each client has a counter of its own: two numbers, which go with it.
 * RateWindows of packages/service would keep them by name, for up to a second longer.
 */
export class RequestRate {
  readonly #perSecond: number;
  #second = 0;
  #count = 0;

  constructor(perSecond: number) {
    this.#perSecond = perSecond;
  }

  /** @returns false for a message beyond what a second may have. */
  allows(nowMs: number): boolean {
    const second = Math.floor(nowMs / 1_000);
    if (second !== this.#second) this.#count = 0;
    this.#second = second;
    this.#count += 1;
    return this.#count <= this.#perSecond;
  }
}
