import { expect, it } from 'vitest';
import { printUnits, toNumber, toSquareUnits, toUnits, unitsIn } from './units.ts';

it.each([
  ['0', 0n, '0'],
  ['3.00000', 3_000_000_000_000n, '3'],
  ['-0.5', -500_000_000_000n, '-0.5'],
  ['1200', 1_200_000_000_000_000n, '1200'],
  ['0.000000000001', 1n, '0.000000000001'],
  ['99999999999999999999999999.999999999999', 10n ** 38n - 1n, '99999999999999999999999999.999999999999'],
  ['1.00000000000000000000', 10n ** 12n, '1'],
])('reads %s and prints it', (text, units, printed) => {
  expect([toUnits(text), printUnits(units)]).toEqual([units, printed]);
});

it.each(['', '-', '1.', '.5', '1e3', '0.0000000000001', ' 1', '1,5', 'NaN', '+1', '1\n'])(
  'takes %j for no amount',
  (text) => {
    expect(unitsIn(text)).toBeUndefined();
    expect(() => toUnits(text)).toThrow('is an amount');
  },
);

it('is a number for people', () => {
  expect(toNumber(toUnits('-2.5'))).toBe(-2.5);
});

it('reads sums of products, which have twice the digits', () => {
  const texts = ['0', '-1.5', '12345678901234567890123456789012345.000000000000000000000001'];
  expect(texts.map(toSquareUnits)).toEqual([
    ...[0n, -15n * 10n ** 23n, 12345678901234567890123456789012345n * 10n ** 24n + 1n],
  ]);
  expect(() => toSquareUnits('1.')).toThrow('is a sum of products');
});
