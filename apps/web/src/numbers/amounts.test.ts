import { expect, it } from 'vitest';
import { grouped, moneyText, percentText, readMoney, signedMoneyText, signedPercentText } from './amounts.ts';

it.each([
  ['0', '0'],
  ['999', '999'],
  ['1000.5', '1,000.5'],
  ['-1234567.000001', '−1,234,567.000001'],
])('groups %s as %s', (text, expected) => expect(grouped(text)).toBe(expected));

it.each([
  [0n, '0.00'],
  [4_999n, '0.00'],
  [5_000n, '0.01'],
  [-4_999n, '0.00'],
  [-5_000n, '−0.01'],
  [1_999_999n, '2.00'],
  [-10_000_400n, '−10.00'],
  [-1_000_000n, '−1.00'],
  [12_345_678_900_000n, '12,345,678.90'],
])('shows %s millionths as %s', (amount, expected) => expect(moneyText(amount)).toBe(expected));

it('shows which way a result went', () => {
  expect([5_000_000n, 0n, -5_000_000n].map(signedMoneyText)).toEqual(['+5.00', '0.00', '−5.00']);
  // A gain that cannot be seen looks like a loss that cannot be seen.
  expect([4_999n, -4_999n, 5_000n].map(signedMoneyText)).toEqual(['0.00', '0.00', '+0.01']);
  expect([1n, 0n, -1n].map(signedPercentText)).toEqual(['+0.01 %', '0.00 %', '−0.01 %']);
  expect(percentText(123_456n)).toBe('1,234.56 %');
});

it('reads money as the API writes it', () => {
  expect(['0.000001', '-12.500000', '9845.674750'].map(readMoney)).toEqual([1n, -12_500_000n, 9_845_674_750n]);
});
