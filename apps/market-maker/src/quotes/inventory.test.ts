import { expect, it } from 'vitest';
import { inventoryOf } from './inventory.ts';

it.each([
  ['as wanted', 25, 25, 50, 0],
  ['nothing', 0, 25, 75, -1],
  ['a half', 12.5, 25, 62.5, -0.5],
  ['half as much again', 37.5, 25, 37.5, 0.5],
  ['everything', 100, 0, 0, 1],
  ['nothing of anything', 0, 0, 0, 0],
])('of a base asset there is %s', (_what, one, other, quote, level) => {
  const bases = new Map([
    ['A', one],
    ['B', other],
  ]);
  expect(inventoryOf({ bases, quote }, 'A').level).toBeCloseTo(level, 10);
});
