import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sortByNumber } from './sort-by-number.ts';

/** Sorts slots that are the places of their numbers, and counts the steps. */
function sorted(numbers: readonly number[]): { numbers: number[]; steps: number } {
  const sorting = sortByNumber(
    numbers.map((_, slot) => slot),
    (slot) => numbers[slot] as number,
  );
  for (let steps = 0; ; steps++) {
    const { done, value } = sorting.next();
    if (done) return { numbers: Array.from(value, (slot) => numbers[slot] as number), steps };
  }
}

it('sorts as a sort with a comparison does, whatever the numbers are', () => {
  const number = fc.oneof(
    fc.nat(5_000),
    fc.maxSafeNat(),
    fc.nat(100).map((away) => Number.MAX_SAFE_INTEGER - away),
  );
  fc.assert(
    fc.property(fc.uniqueArray(number, { maxLength: 400 }), (numbers) => {
      expect(sorted(numbers).numbers).toEqual(numbers.toSorted((a, b) => a - b));
    }),
  );
});

it('takes no step that is longer than some thousand orders', () => {
  const numbers = Array.from({ length: 100_000 }, (_, index) => (index * 7_919) % 100_003);
  const { numbers: inOrder, steps } = sorted(numbers);
  expect(inOrder).toEqual(numbers.toSorted((a, b) => a - b));
  expect(steps).toBeGreaterThan(100_000 / 5_000);
});
