/** The longest wait. Who would have to wait longer has used up the limit, and is refused. */
const LONGEST_MS = 1_000;

/**
 * Spreads large requests over the time of a limit. Otherwise one sender's share of ten seconds could be done in one, at
 * the expense of all others. After a request that counted as many, the sender waits before the next.
 */
export class Pace {
  readonly #msEach: number;
  /** By sender: when the next request may begin. Senders who need not wait any more are forgotten. */
  readonly #nextAt = new Map<string, number>();

  constructor({ windowMs, limit }: { readonly windowMs: number; readonly limit: number }) {
    this.#msEach = windowMs / limit;
  }

  /** The number of senders who have to wait, or had to lately. */
  get size(): number {
    return this.#nextAt.size;
  }

  /** How many milliseconds a sender has to wait now. */
  waitMs(sender: string): number {
    return Math.max(0, (this.#nextAt.get(sender) ?? 0) - performance.now());
  }

  /** Notes a request and its count. A request that counts as one is small, and causes no wait. */
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
