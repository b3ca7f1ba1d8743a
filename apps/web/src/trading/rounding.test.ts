import fc from 'fast-check';
import { expect, it } from 'vitest';
import { hundredthsOfPercent, roundedDivide, shownMoney, sumOfShown } from './rounding.ts';

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

it('adds up what is shown', () => {
  expect(shownMoney(-10_000_400n)).toBe(-10_000_000n);
  expect(sumOfShown([4_000n, 4_000n, 4_000n, -5_000n])).toBe(-10_000n);
});
