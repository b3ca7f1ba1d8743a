import { expect, it } from 'vitest';
import { isMore, millionthsOf, sumOf } from './exact-amounts.ts';

it('compares and adds decimal texts exactly, whatever their digits', () => {
  expect(isMore('9007199254740993.000001', '9007199254740993')).toBe(true);
  expect(isMore('1.5', '1.50')).toBe(false);
  expect(sumOf('9007199254740993', '0.000001')).toBe('9007199254740993.000001');
});

it('truncates a fee at the last digit of its asset', () => {
  expect(millionthsOf('61.801000', 500, 6)).toBe('0.030900');
  expect(millionthsOf('0.001999', 500, 6)).toBe('0.000000');
  // The asset has more digits than the market's price and quantity.
  expect(millionthsOf('1.9999', 500, 6)).toBe('0.000999');
});
