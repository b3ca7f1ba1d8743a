/** The pauses between attempts. Each is twice as long as the one before, up to the longest. */
export class Backoff {
  readonly #shortestMs: number;
  readonly #longestMs: number;
  readonly #random: () => number;
  #attempts = 0;

  /**
   * @param random from 0 to 1: a pause is at least half of what it could be. Give it where many would otherwise try at the
   *   same moment. Without it a pause is as long as it can be.
   */
  constructor(shortestMs: number, longestMs: number, random = () => 1) {
    this.#shortestMs = shortestMs;
    this.#longestMs = longestMs;
    this.#random = random;
  }

  /** The next pause, in milliseconds. */
  next(): number {
    const full = Math.min(this.#shortestMs * 2 ** Math.min(this.#attempts, 30), this.#longestMs);
    this.#attempts += 1;
    return full * (0.5 + this.#random() / 2);
  }

  /** An attempt succeeded: the next pause is the shortest one again. */
  reset(): void {
    this.#attempts = 0;
  }
}
