/** Growing pauses with jitter between attempts: full at `longestMs`, and never less than half of what they could be. */
export class Backoff {
  readonly #shortestMs: number;
  readonly #longestMs: number;
  #attempts = 0;

  constructor(shortestMs: number, longestMs: number) {
    this.#shortestMs = shortestMs;
    this.#longestMs = longestMs;
  }

  /** The next pause, in milliseconds. */
  next(): number {
    const full = Math.min(this.#shortestMs * 2 ** Math.min(this.#attempts++, 30), this.#longestMs);
    return full * (0.5 + Math.random() / 2);
  }

  /** An attempt succeeded: begin again with short pauses. */
  reset(): void {
    this.#attempts = 0;
  }
}
