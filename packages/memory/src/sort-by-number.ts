import { assert } from '@fulcrum/log';

/** Bits of one digit: its counts fit the processor's nearest cache. */
const DIGIT_BITS = 11;
const DIGITS = 1 << DIGIT_BITS;

/** Slots that are looked at between two steps: a fraction of a millisecond. */
const STEP = 4_096;

/**
 * Sorts slots by the numbers of their records, in steps that each take less than a millisecond: sorting a million at
 * once would hold up everything else for half a second. It is a radix sort, digit by digit from the last one on, so that
 * no step has to look at all slots.
 *
 * @param numberOf the number of a record. Records with the same stay in their order.
 */
export function* sortByNumber(
  unsorted: readonly number[],
  numberOf: (slot: number) => number,
): Generator<void, Uint32Array> {
  let slots = Uint32Array.from(unsorted);
  let keys = new Float64Array(slots.length);
  let [least, most] = [Number.POSITIVE_INFINITY, 0];
  for (let at = 0; at < slots.length; at++) {
    if (at % STEP === 0) yield;
    const number = numberOf(slots[at] as number);
    keys[at] = number;
    if (number < least) least = number;
    if (number > most) most = number;
  }
  let [sortedSlots, sortedKeys] = [new Uint32Array(slots.length), new Float64Array(slots.length)];
  for (let unit = 1; unit <= most - least; unit *= DIGITS) {
    const places = yield* placesOf(keys, least, unit);
    for (let at = 0; at < slots.length; at++) {
      if (at % STEP === 0) yield;
      const key = keys[at] as number;
      const digit = digitOf(key - least, unit);
      const place = places[digit] as number;
      places[digit] = place + 1;
      sortedSlots[place] = slots[at] as number;
      sortedKeys[place] = key;
    }
    [slots, sortedSlots] = [sortedSlots, slots];
    [keys, sortedKeys] = [sortedKeys, keys];
  }
  return slots;
}

/** Where the first key with each digit goes. */
function* placesOf(keys: Float64Array, least: number, unit: number): Generator<void, Uint32Array> {
  const places = new Uint32Array(DIGITS + 1);
  for (let at = 0; at < keys.length; at++) {
    if (at % STEP === 0) yield;
    const digit = digitOf((keys[at] as number) - least, unit);
    places[digit + 1] = (places[digit + 1] as number) + 1;
  }
  for (let digit = 0; digit < DIGITS; digit++)
    places[digit + 1] = (places[digit + 1] as number) + (places[digit] as number);
  assert(places[DIGITS] === keys.length, 'every key has a place');
  return places;
}

/** Exact, because a unit is a power of two. */
function digitOf(number: number, unit: number): number {
  return Math.floor(number / unit) % DIGITS;
}
