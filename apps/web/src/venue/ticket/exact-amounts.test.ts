import { expect, it } from 'vitest';
import { isMore, millionthsOf, sumOf } from './exact-amounts.ts';
import { spentOn } from './taken.ts';

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

it('spends an amount on whole steps, at each price as many as still fit', () => {
  const asks = [
    { price: 100, quantity: 30 },
    { price: 110, quantity: 50 },
  ];
  expect(spentOn(asks, 1_999, 10)).toBe(1_000n);
  expect(spentOn(asks, 999, 10)).toBe(0n);
  expect(spentOn(asks, 3_000, 10)).toBe(3_000n);
  expect(spentOn(asks, 5_300, 10)).toBe(3_000n + 2_200n);
  expect(spentOn(asks, 3_000 + 5_500, 10)).toBe(8_500n);
  expect(spentOn(asks, 20_000, 10)).toBeUndefined();
});
