import { expect, it } from 'vitest';
import { spentOn } from './taken.ts';

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
