import { expect, test } from 'vitest';
import { quoteBody } from './simple-schemas.ts';

const read = (quantity: unknown) => quoteBody.safeParse({ kind: 'buy', market: 'BTC_USDC', quantity }).data?.quantity;

test.each([
  ['0.01', '0.01'],
  [0.01, '0.01'],
  [50_000, '50000'],
  ['1.50', '1.50'],
])('an amount is a text or a number, as it stands: %j', (given, amount) => {
  expect(read(given)).toBe(amount);
});

test.each([1e21, 1e-7, -1, Number.NaN, '', '1e3', ' 1', null, [1], 0.123_456_789_012_345_68, 9_007_199_254_740_992])(
  'what is none, or lost a digit on its way, is refused: %j',
  (given) => {
    expect(read(given)).toBeUndefined();
  },
);
