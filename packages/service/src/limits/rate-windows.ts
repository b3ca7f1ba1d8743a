/** What one sender has used of a limit, until the time is over for which it holds. */
export interface Share {
  used: number;
  /** By the clock that never goes back, in milliseconds. */
  endsAt: number;
}

/** So much of each sender in so much time. */
export interface Rate {
  readonly windowMs: number;
  readonly limit: number;
  /** Senders that are counted now. */
  readonly size: number;
  /** Counts one more. @returns the sender's share: what makes it more than the limit is refused. */
  take(sender: string): Share;
  /** What the sender has used by now. */
  shareOf(sender: string): Share;
  /** Counts what turned out to be more than the one that was taken for it. */
  charge(sender: string, count: number): void;
}

/**
 * Senders that are counted at a time. Beyond it the oldest are forgotten, who may then begin anew: who has so many
 * addresses gains nothing by it, and the memory stays bounded.
 */
const MAX_SENDERS = 100_000;

/** Counts in this process: for each sender, from its first time on, until the window is over. */
export class RateWindows implements Rate {
  readonly windowMs: number;
  readonly limit: number;
  /** By sender. All last equally long, so that the first to end are in front. */
  readonly #shares = new Map<string, Share>();

  constructor(windowMs: number, limit: number) {
    this.windowMs = windowMs;
    this.limit = limit;
  }

  get size(): number {
    return this.#shares.size;
  }

  take(sender: string): Share {
    const share = this.shareOf(sender);
    share.used += 1;
    return share;
  }

  charge(sender: string, count: number): void {
    this.shareOf(sender).used += count;
  }

  shareOf(sender: string): Share {
    const now = performance.now();
    const known = this.#shares.get(sender);
    if (known !== undefined && now < known.endsAt) return known;
    this.#makeRoom(now);
    const share = { used: 0, endsAt: now + this.windowMs };
    this.#shares.delete(sender);
    this.#shares.set(sender, share);
    return share;
  }

  /** Forgets those whose time is over, and the oldest while there are too many. They are in front. */
  #makeRoom(now: number): void {
    for (const [sender, { endsAt }] of this.#shares) {
      if (now < endsAt && this.#shares.size < MAX_SENDERS) return;
      this.#shares.delete(sender);
    }
  }
}
