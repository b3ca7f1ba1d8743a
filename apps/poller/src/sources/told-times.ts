import type { Tick } from '../relay/check-tick.ts';

/**
 * The exchange times of one asset in the log. They must all come from one clock: while the engine holds a tick, it
 * ignores ticks whose time is not later. Otherwise the asset would stand still after a change to a source with a clock
 * that is behind, and after a venue has set its clock back.
 */
export class ToldTimes {
  readonly #maxLag: number;
  #latest = 0;

  /** @param maxLagMs how far the times of one clock may be out of order. */
  constructor(maxLagMs: number) {
    this.#maxLag = maxLagMs * 1_000;
  }

  /** The tick for the log. A time of another clock is left out until it is later than all before it. */
  tell(tick: Tick): Tick {
    const { exchangeTime } = tick;
    if (exchangeTime === undefined) return tick;
    if (exchangeTime < this.#latest - this.#maxLag) return { ...tick, exchangeTime: undefined };
    this.#latest = Math.max(this.#latest, exchangeTime);
    return tick;
  }
}
