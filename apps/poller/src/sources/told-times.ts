import type { Tick } from '../relay/check-tick.ts';

/**
 * The exchange times that the log is told of one asset. All must come from one clock: while the engine holds a tick, it
 * passes over those whose time is not later. Otherwise the asset would stand still after a change to a source whose clock
 * is behind, and after a venue has set its clock back.
 */
export class ToldTimes {
  readonly #maxLag: number;
  #latest = 0;

  /** @param maxLagMs times of one clock are at most so far out of order. */
  constructor(maxLagMs: number) {
    this.#maxLag = maxLagMs * 1_000;
  }

  /** The tick as it is told: without its time, when that is of another clock, until it is later than all before it. */
  tell(tick: Tick): Tick {
    const { exchangeTime } = tick;
    if (exchangeTime === undefined) return tick;
    if (exchangeTime < this.#latest - this.#maxLag) return { ...tick, exchangeTime: undefined };
    this.#latest = Math.max(this.#latest, exchangeTime);
    return tick;
  }
}
