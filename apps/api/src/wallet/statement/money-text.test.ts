import { expect, it } from 'vitest';
import { moneyText } from './money-text.ts';

it.each([
  [0n, '0.00'],
  [10_000_000_000n, '10,000.00'],
  [1_234_567_891_230_000n, '1,234,567,891.23'],
  [-50_001n, '-0.050001'],
  [999_100_000n, '999.10'],
])('%s millionths are %s', (amount, text) => {
  expect(moneyText(amount)).toBe(text);
});
