import { expect, it } from 'vitest';
import { rangeWithAll, rangeWithLevels } from './price-range.ts';

const candles = { minValue: 100, maxValue: 110 };

it('takes levels in that leave the candles a third of the height, the nearest first', () => {
  expect(rangeWithLevels(candles, [500, 120, 95, 1])).toEqual({ minValue: 95, maxValue: 120 });
});

it('takes all levels in, however far away they are, when that is wanted', () => {
  expect(rangeWithAll(candles, [500, 120, 95, 1])).toEqual({ minValue: 1, maxValue: 500 });
  expect(rangeWithAll(candles, [])).toEqual(candles);
});
