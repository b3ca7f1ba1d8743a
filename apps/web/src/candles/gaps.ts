import type { Candle } from './candles.ts';

/** An interval in which no price came: a place on the time scale without a candle. */
export interface Gap {
  readonly time: number;
}

/** The longest gap that takes up room on the time scale. Nobody scrolls through a night without prices. */
export const LONGEST_GAP = 500;

/** The most places without a candle. The newest gaps have precedence. */
export const MOST_GAPS = 20_000;

/** The intervals between two others; none when there are too many. All times are in seconds. */
export function gapsBetween(before: number, after: number, step: number): Gap[] {
  const missing = (after - before) / step - 1;
  if (missing < 1 || missing > LONGEST_GAP) return [];
  return Array.from({ length: missing }, (_, index) => ({ time: before + (index + 1) * step }));
}

/** The candles with the short gaps between them. The time scale then shows that there was no price. */
export function withGaps(candles: readonly Candle[], step: number): (Candle | Gap)[] {
  const backward: (Candle | Gap)[] = [];
  let gapsLeft = MOST_GAPS;
  let after: Candle | undefined;
  for (const candle of candles.toReversed()) {
    const gaps = after === undefined ? [] : gapsBetween(candle.time, after.time, step);
    if (gaps.length <= gapsLeft) {
      gapsLeft -= gaps.length;
      backward.push(...gaps.reverse());
    }
    backward.push(candle);
    after = candle;
  }
  return backward.reverse();
}
