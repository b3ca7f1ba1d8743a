import { describe, expect, it, test } from 'vitest';
import { rangeWithAll, rangeWithLevels } from './price-range.ts';

const candles = { minValue: 100, maxValue: 110 };

it('takes levels in that leave the candles a third of the height, the nearest first', () => {
  expect(rangeWithLevels(candles, [500, 120, 95, 1])).toEqual({ minValue: 95, maxValue: 120 });
});

it('takes all levels in, however far away they are, when that is wanted', () => {
  expect(rangeWithAll(candles, [500, 120, 95, 1])).toEqual({ minValue: 1, maxValue: 500 });
  expect(rangeWithAll(candles, [])).toEqual(candles);
});

describe('the range of prices', () => {
  const range = { minValue: 1_000, maxValue: 1_030 };

  test('takes in levels as long as candles have a third of it', () => {
    expect(rangeWithLevels(range, [1_060, 990, 1_200])).toEqual({ minValue: 990, maxValue: 1_060 });
    expect(rangeWithLevels(range, [])).toEqual(range);
  });

  test('takes in what is very near, however little the price moves', () => {
    const still = { minValue: 60_000, maxValue: 60_000 };
    expect(rangeWithLevels(still, [60_050, 60_100])).toEqual({ minValue: 60_000, maxValue: 60_050 });
  });
});
