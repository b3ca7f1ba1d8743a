import type { Tick } from '../relay/check-tick.ts';

/**
 * The exchange times of one asset that the log is told. The engine passes over a tick whose time is not later than that
 * of the tick it holds, so times of different clocks must not meet there: when another source takes over, or a venue sets
 * its clock back, the asset would stand still until the one clock has come to where the other was.
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
