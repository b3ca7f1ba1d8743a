interface Count {
  count: number;
  /** By the clock that never goes back, in milliseconds. */
  readonly endsAt: number;
}

/** Senders that are counted at a time. Beyond it the oldest are forgotten, so that the memory stays bounded. */
const MAX_SENDERS = 100_000;

/** Counts what each sender did wrong, from its first time on until a while is over. */
export class Strikes {
  readonly #limit: number;
  readonly #windowMs: number;
  /** By sender. All last equally long, so that the first to end are in front. */
  readonly #counts = new Map<string, Count>();

  constructor(limit: number, windowMs: number) {
    this.#limit = limit;
    this.#windowMs = windowMs;
  }

  add(sender: string): void {
    const now = performance.now();
    const known = this.#counts.get(sender);
    if (known !== undefined && now < known.endsAt) {
      known.count += 1;
      return;
    }
    this.#makeRoom(now);
    this.#counts.set(sender, { count: 1, endsAt: now + this.#windowMs });
  }

  /** Whether a sender has had all that the limit allows. */
  isOut(sender: string): boolean {
    const known = this.#counts.get(sender);
    return known !== undefined && known.count >= this.#limit && performance.now() < known.endsAt;
  }

  /** Forgets those whose time is over, and the oldest while there are too many. They are in front. */
  #makeRoom(now: number): void {
    for (const [sender, { endsAt }] of this.#counts) {
      if (now < endsAt && this.#counts.size < MAX_SENDERS) return;
      this.#counts.delete(sender);
    }
  }
}
