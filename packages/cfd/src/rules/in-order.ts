import { sortByNumber } from '@fulcrum/memory';

/** Slots that are collected between two steps: a fraction of a millisecond. */
const COLLECTED_AT_A_TIME = 4_096;

/** More than these are sorted in steps. */
const SORTED_AT_ONCE = 1_024;

/**
 * Collects slots and puts them into the order of their numbers, in steps that each take less than a millisecond. Those with the
 * same number stay in their order.
 */
export function* inOrder(
  slots: Iterable<number>,
  numberOf: (slot: number) => number,
): Generator<undefined, ArrayLike<number>, void> {
  const found: number[] = [];
  for (const slot of slots) {
    found.push(slot);
    if (found.length % COLLECTED_AT_A_TIME === 0) yield undefined;
  }
  if (found.length <= SORTED_AT_ONCE) return found.sort((a, b) => numberOf(a) - numberOf(b));
  const sorting = sortByNumber(found, numberOf);
  let sorted = sorting.next();
  for (; !sorted.done; sorted = sorting.next()) yield undefined;
  return sorted.value;
}
