import { expect, it } from 'vitest';
import { nextPosition } from './next-position.ts';

it.each([
  ['the next', 'b', ['a', 'c', 'd'], 'c'],
  ['the next that is left', 'b', ['a', 'd', 'e'], 'd'],
  ['the last, after the last', 'd', ['a', 'b', 'c'], 'c'],
  ['nothing, when none is left', 'b', [], undefined],
])('after a position comes %s', (_, gone, left, next) => {
  expect(nextPosition(gone, ['a', 'b', 'c', 'd'], left)).toBe(next);
});
