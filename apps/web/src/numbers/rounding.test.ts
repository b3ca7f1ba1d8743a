import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hundredthsOfPercent, roundedDivide, shownMoney, shownTotal } from './rounding.ts';

it.each([
  [5n, 10n, 1n],
  [-5n, 10n, -1n],
  [4n, 10n, 0n],
  [-4n, 10n, 0n],
  [15n, 10n, 2n],
  [-15n, 10n, -2n],
  [7n, 3n, 2n],
  [8n, 3n, 3n],
  [0n, 3n, 0n],
])('divides %s by %s to %s', (dividend, divisor, quotient) => expect(roundedDivide(dividend, divisor)).toBe(quotient));

it('rounds a loss as it rounds a like gain, and by no more than a half', () => {
  fc.assert(
    fc.property(fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n }), fc.bigInt({ min: 1n, max: 10n ** 9n }), (a, b) => {
      const quotient = roundedDivide(a, b);
      expect(roundedDivide(-a, b)).toBe(-quotient);
      const off = 2n * (a - quotient * b);
      expect(off <= b && -off <= b).toBe(true);
    }),
  );
});

it('tells two of three as 66.67 percent, and a fall of 0.594 as 0.59', () => {
  expect(hundredthsOfPercent(2n, 3n)).toBe(6_667n);
  expect(hundredthsOfPercent(-594n, 100_000n)).toBe(-59n);
  expect(hundredthsOfPercent(1n, 0n)).toBe(0n);
});

it('rounds to the cent', () => expect(shownMoney(-10_000_400n)).toBe(-10_000_000n));

const CENT = 10_000n;

it.each([
  ['adds up what is shown', [4_000n, 4_000n, -5_000n], -CENT],
  ['adds up what is shown, up to a cent beside the truth', [5_000n, 5_000n, 5_000n], 3n * CENT],
  ['is the truth where that would be further off', [5_000n, 5_000n, 5_000n, 5_000n], 2n * CENT],
  ['is the truth of many margins of 0.024731', Array.from({ length: 200 }, () => 24_731n), 4_950_000n],
  ['is the truth of many losses too small to be seen', Array.from({ length: 200 }, () => -4_900n), -980_000n],
  ['is nothing of nothing', [], 0n],
])('a total %s', (_name, amounts, total) => expect(shownTotal(amounts)).toBe(total));

it('shows no total that is further from the truth than one and a half cents', () => {
  fc.assert(
    fc.property(fc.array(fc.bigInt(-(10n ** 9n), 10n ** 9n), { maxLength: 300 }), (amounts) => {
      const off = shownTotal(amounts) - amounts.reduce((sum, amount) => sum + amount, 0n);
      expect(2n * off <= 3n * CENT && -2n * off <= 3n * CENT).toBe(true);
    }),
  );
});
