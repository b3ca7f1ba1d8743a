import { expect, it } from 'vitest';
import { Walk } from './walk.ts';

it('is the same for the same seed, however it is asked, and another for another', () => {
  const [one, other, strange] = [new Walk(7, 1), new Walk(7, 1), new Walk(8, 1)];
  const values = [1, 2, 3, 100, 1_000].map((step) => one.at(step));
  expect(other.at(1_000)).toBe(values.at(-1));
  expect(strange.at(1_000)).not.toBe(values.at(-1));
  expect(values[0]).toBeCloseTo(0.999_956_6, 6);
});

it('never wanders off: a day of steps stays within a part of a hundred', () => {
  const walk = new Walk(1, 0.8);
  for (let step = 0; step < 24 * 3_600 * 4; step += 97) expect(Math.abs(walk.at(step) - 1)).toBeLessThan(0.01);
});

it('goes forwards alone', () => {
  const walk = new Walk(1, 1);
  walk.at(5);
  expect(() => walk.at(4)).toThrow('a walk goes forwards');
});
