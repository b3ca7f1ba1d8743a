import { at } from './books.ts';
import { bellShaped, seededRandom } from './seeded-random.ts';

/** Open, high, low and close of a bid, in units of its price. */
export interface Bar {
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

/** Six weeks: as many hours as one answer holds, rounded up to days. */
export const MADE_UP_MINUTES = 60 * 1_024;

/** The standard deviation of a price's change in a minute, in ten-thousandths. */
const MINUTE_BPS = 5;

/** Made-up minutes, in the order of their times. */
export interface MadeUpMinutes {
  /** @param index 0 for the oldest. */
  bar(index: number): Bar;
}

/**
 * Makes up the minutes before a price by a random walk backwards from it, so that the last minute closes at the price.
 * The walk is the same for the same price and seed.
 */
export function makeUpMinutes(price: number, seed: number): MadeUpMinutes {
  const column = () => new Float64Array(MADE_UP_MINUTES);
  const bars = { open: column(), high: column(), low: column(), close: column() };
  const random = seededRandom(seed);
  const move = () => (bellShaped(random) * MINUTE_BPS) / 10_000;
  let close = price;
  for (let index = MADE_UP_MINUTES - 1; index >= 0; index--) {
    const open = close / (1 + move());
    bars.open[index] = toUnits(open);
    bars.close[index] = toUnits(close);
    bars.high[index] = toUnits(Math.max(open, close) * (1 + Math.abs(move()) / 2));
    bars.low[index] = toUnits(Math.min(open, close) / (1 + Math.abs(move()) / 2));
    close = open;
  }
  return {
    bar: (index) => ({
      open: at(bars.open, index),
      high: at(bars.high, index),
      low: at(bars.low, index),
      close: at(bars.close, index),
    }),
  };
}

function toUnits(price: number): number {
  return Math.max(1, Math.round(price));
}
