import { expect, it } from 'vitest';
import { percentOf, readPart } from './part-to-close.ts';

const LIMITS = { minQuantity: 100, quantityDecimals: 5 };

it.each([
  [5_000, 25, 1_250],
  [5_001, 50, 2_500],
  // A hundred stay, which are enough; and one less.
  [400, 75, 300],
  [399, 75, 299],
  [396, 75, undefined],
  [3, 25, undefined],
  // More than a number of JavaScript holds, times the percentage.
  [2 ** 52, 75, 0.75 * 2 ** 52],
])('of %i closes %i percent: %s', (open, percent, part) => {
  expect(percentOf(open, percent, LIMITS)).toBe(part);
});

it.each([
  ['', undefined],
  ['0.05', 5_000],
  ['0,049', 4_900],
  ['0.04901', 'At least 0.00100 has to stay open, or nothing.'],
  ['0.05001', 'No more than 0.05000 is open.'],
  ['0', 'Enter a quantity with at most 5 decimals.'],
  ['0.000001', 'Enter a quantity with at most 5 decimals.'],
  ['much', 'Enter a quantity with at most 5 decimals.'],
])('reads %j', (typed, part) => {
  expect(readPart(typed, 5_000, LIMITS)).toBe(part);
});
