import { expect, it } from 'vitest';
import { flickerAt } from './flicker.ts';

const START = 1_800_000_000_000;
const offsets = (symbol: string, count: number) =>
  Array.from({ length: count }, (_, index) => flickerAt(symbol, START + 400 * index));

it('is as often on each side as in the middle, and another in two of three moments', () => {
  const all = offsets('A_B', 3_000);
  for (const offset of [-1, 0, 1]) expect(all.filter((each) => each === offset).length / 3_000).toBeCloseTo(1 / 3, 1);
  expect(all.filter((each, index) => each !== all[index - 1]).length / 3_000).toBeCloseTo(2 / 3, 1);
});

it('is the same for the same market within a moment, and markets go their own ways', () => {
  expect(flickerAt('A_B', START + 399)).toBe(flickerAt('A_B', START));
  expect(offsets('A_B', 20)).toEqual(offsets('A_B', 20));
  expect(offsets('A_B', 20)).not.toEqual(offsets('C_B', 20));
});
