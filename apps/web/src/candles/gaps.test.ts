import { expect, test } from 'vitest';
import type { Candle } from './candles.ts';
import { gapsBetween, LONGEST_GAP, MOST_GAPS, withGaps } from './gaps.ts';

function at(time: number): Candle {
  return { time, open: 1, high: 1, low: 1, close: 1 };
}

test('missing intervals are places without a candle', () => {
  expect(withGaps([at(0), at(60), at(240)], 60)).toEqual([at(0), at(60), { time: 120 }, { time: 180 }, at(240)]);
  expect(withGaps([], 60)).toEqual([]);
});

test('a long gap is a jump', () => {
  expect(gapsBetween(0, LONGEST_GAP + 1, 1)).toHaveLength(LONGEST_GAP);
  expect(gapsBetween(0, LONGEST_GAP + 2, 1)).toEqual([]);
});

test('of more gaps than can be shown the newest are', () => {
  const candles = Array.from({ length: 1_000 }, (_, index) => at(index * 101));
  const bars = withGaps(candles, 1);
  expect(bars).toHaveLength(1_000 + MOST_GAPS);
  expect(bars.slice(0, 2)).toEqual([at(0), at(101)]);
  expect(bars.at(-2)).toEqual({ time: 999 * 101 - 1 });
  expect(bars.map(({ time }) => time)).toEqual(bars.map(({ time }) => time).sort((one, other) => one - other));
});
