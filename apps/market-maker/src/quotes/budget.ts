/** How many orders and cancels may be sent: so many in a second, and a reserve that fills while little is sent. */
export class Budget {
  readonly #perSecond: number;
  readonly #reserve: number;
  #left: number;
  #sinceMs: number;

  /** @param nowMs of a clock that never jumps. */
  constructor(perSecond: number, reserve: number, nowMs: number) {
    this.#perSecond = perSecond;
    this.#reserve = reserve;
    this.#left = reserve;
    this.#sinceMs = nowMs;
  }

  /** What is left at a moment. */
  left(nowMs: number): number {
    this.#left = Math.min(this.#reserve, this.#left + ((nowMs - this.#sinceMs) / 1_000) * this.#perSecond);
    this.#sinceMs = nowMs;
    return Math.floor(this.#left);
  }

  /** Takes what has been sent. It may be more than was left: cancels are never put off. */
  spend(count: number): void {
    this.#left -= count;
  }
}
