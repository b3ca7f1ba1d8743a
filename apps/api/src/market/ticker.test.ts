import { expect, it } from 'vitest';
import { priceChange } from './ticker.ts';

it.each([
  ['100.00', '101.25', 2, '1.25', '1.25'],
  ['100.00', '98.75', 2, '-1.25', '-1.25'],
  ['61800.20', '61800.20', 2, '0.00', '0.00'],
  // 0.005 % and the least below it: halves go away from zero.
  ['200.00', '200.01', 2, '0.01', '0.01'],
  ['200.00', '199.99', 2, '-0.01', '-0.01'],
  ['200.01', '200.02', 2, '0.01', '0.00'],
  ['200.01', '200.00', 2, '-0.01', '0.00'],
  ['3', '4', 0, '1', '33.33'],
  ['3', '5', 0, '2', '66.67'],
  // More digits than a floating point number has.
  ['90071992547409.93', '90071992547409.94', 2, '0.01', '0.00'],
  ['0.00', '1.00', 2, '1.00', '0.00'],
])('from %s to %s (%i decimals) is %s, or %s %%', (first, last, decimals, change, percent) => {
  expect(priceChange(first, last, decimals)).toEqual({ priceChange: change, priceChangePercent: percent });
});
