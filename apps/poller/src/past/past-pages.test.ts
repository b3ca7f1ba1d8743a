import { expect, test } from 'vitest';
import { lacksPast, pastRange } from './past-pages.ts';

const NOW = 1_795_000_000_000;
const MINUTE = 60_000;
const END = NOW - (NOW % MINUTE);

test('a range ends with the last interval that is over, and a page has a thousand at most', () => {
  expect(pastRange(60, NOW)).toEqual({
    ...{ from: END - 1_500 * MINUTE, to: END },
    pages: [
      { from: END - 1_500 * MINUTE, to: END - 500 * MINUTE },
      { from: END - 500 * MINUTE, to: END },
    ],
  });
  expect(pastRange(3_600, NOW).pages).toHaveLength(1);
});

test('three hundred intervals are a past', () => {
  expect(lacksPast(undefined, 60, NOW)).toBe(true);
  expect(lacksPast(NOW - 300 * MINUTE + 1, 60, NOW)).toBe(true);
  expect(lacksPast(NOW - 300 * MINUTE, 60, NOW)).toBe(false);
  expect(lacksPast(NOW - 300 * MINUTE, 3_600, NOW)).toBe(true);
});
