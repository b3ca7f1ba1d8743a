import { NONE } from '@fulcrum/memory';
import { expect, it } from 'vitest';
import { Random } from '../../test/flows/random.ts';
import { ladderChunks, PriceLadder } from './price-ladder.ts';

/** All slots, the best first. */
function slotsOf(ladder: PriceLadder, keyOf: (slot: number) => number): number[] {
  const slots: number[] = [];
  for (let slot = ladder.best; slot !== NONE; slot = ladder.below(keyOf(slot))) slots.push(slot);
  return slots;
}

it('is empty at first', () => {
  const ladder = new PriceLadder(ladderChunks());
  expect([ladder.best, ladder.find(1), ladder.below(1)]).toEqual([NONE, NONE, NONE]);
});

it('keeps a price once', () => {
  const ladder = new PriceLadder(ladderChunks());
  ladder.add(5, 1);
  expect(() => ladder.add(5, 2)).toThrow('a price has one level');
  expect(() => ladder.remove(6)).toThrow('a level that is removed is there');
});

it('adds a price nowhere else than where it was looked for', () => {
  const ladder = new PriceLadder(ladderChunks());
  for (let key = 1; key <= 100; key++) {
    ladder.find(key);
    ladder.add(key, key);
  }
  ladder.find(3.5);
  expect(() => ladder.add(70.5, 101)).toThrow('broken invariant');
  ladder.find(70.5);
  expect(() => ladder.add(3.5, 101)).toThrow('broken invariant');
});

it('is a sorted list, whatever comes and goes', () => {
  const random = new Random(1);
  const ladder = new PriceLadder(ladderChunks());
  const keys = new Set<number>();
  const sorted = () => [...keys].sort((one, other) => other - one).map((key) => key + 5_000);
  for (let step = 0; step < 6_000; step++) {
    // Keys of asks are negative. It grows to some thousand, and then shrinks.
    const key = random.below(8_000) - 4_000;
    const isThere = keys.has(key);
    if (ladder.find(key) !== (isThere ? key + 5_000 : NONE)) expect.fail(`${key} is ${isThere ? 'not' : ''} found`);
    if (isThere && (step > 3_000 || random.chance(30))) {
      ladder.remove(key);
      keys.delete(key);
    } else if (!isThere && step <= 4_500) {
      ladder.add(key, key + 5_000);
      keys.add(key);
    }
    if (step % 1_000 === 0) expect(slotsOf(ladder, (slot) => slot - 5_000)).toEqual(sorted());
  }
  for (const [at, slot] of sorted().entries()) {
    ladder.remove(slot - 5_000);
    keys.delete(slot - 5_000);
    if (at % 100 === 0) expect(slotsOf(ladder, (other) => other - 5_000)).toEqual(sorted());
  }
  expect([keys.size, ladder.best]).toEqual([0, NONE]);
});
