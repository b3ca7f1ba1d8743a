/** Nobody is held up for longer: who should be has used up the limit, and is refused. */
const LONGEST_MS = 1_000;

/**
 * Spreads what is large over a limit's time: without it, one sender's share of ten seconds would be done in one, at the
 * expense of all others. Whoever had something that counted as many waits before the next.
 */
export class Pace {
  readonly #msEach: number;
  /** By sender, when the next may begin. Those who may by now are forgotten. */
  readonly #nextAt = new Map<string, number>();

  constructor({ windowMs, limit }: { readonly windowMs: number; readonly limit: number }) {
    this.#msEach = windowMs / limit;
  }

  /** Senders who have to wait, or had to lately. */
  get size(): number {
    return this.#nextAt.size;
  }

  /** How many milliseconds a sender has to wait, as it is now. */
  waitMs(sender: string): number {
    return Math.max(0, (this.#nextAt.get(sender) ?? 0) - performance.now());
  }

  /** Something is done that counted as so many. What counts as one is small, and makes nobody wait. */
  done(sender: string, count: number): void {
    const now = performance.now();
    for (const [other, nextAt] of this.#nextAt) {
      if (nextAt > now) break;
      this.#nextAt.delete(other);
    }
    if (count <= 1) return;
    this.#nextAt.delete(sender);
    this.#nextAt.set(sender, now + Math.min(LONGEST_MS, (count - 1) * this.#msEach));
  }
}
