import { assert } from '@fulcrum/log';
import type { RecordViews } from './record-views.ts';

/** An amount takes four 32-bit words. */
export const AMOUNT_WORDS = 4;

const LOW_HALF = 1n << 64n;
const LIMIT = 1n << 127n;
const SIGN = 1n << 63n;

/**
 * Reads the amount that begins at an integer of the memory: its low half, then its high half, as two's complement.
 *
 * Each order reads several, and nearly all of them fit the low half. So the high one is looked at as words: read as an
 * integer, it would be a bigint more.
 */
export function readAmount({ words, integers }: RecordViews, at: number): bigint {
  const low = integers[at] as bigint;
  if (words[2 * at + 2] === 0 && words[2 * at + 3] === 0) return low;
  const high = integers[at + 1] as bigint;
  const value = (high << 64n) | low;
  return high < SIGN ? value : BigInt.asIntN(128, value);
}

/** Writes an amount. The array takes the low 64 bits of each of its halves. */
export function writeAmount({ words, integers }: RecordViews, at: number, value: bigint): void {
  if (value >= 0n && value < LOW_HALF) {
    integers[at] = value;
    words[2 * at + 2] = 0;
    words[2 * at + 3] = 0;
    return;
  }
  assert(value >= -LIMIT && value < LIMIT, 'an amount of a record fits 127 bits and its sign');
  integers[at] = value;
  integers[at + 1] = value >> 64n;
}

const HIGHEST_WORD = 0xffffffff;

/**
 * Adds the amount that begins at one word to the one that begins at another. It goes word by word with a carry, because a
 * bigint for each change would be garbage.
 */
export function addAmount(sum: Uint32Array, to: number, words: Uint32Array, at: number): void {
  assertThere(sum, to, words, at);
  let carry = 0;
  for (let word = 0; word < AMOUNT_WORDS; word++) {
    const added = (sum[to + word] as number) + (words[at + word] as number) + carry;
    sum[to + word] = added;
    carry = added > HIGHEST_WORD ? 1 : 0;
  }
}

/** Takes out an amount that was added. */
export function subtractAmount(sum: Uint32Array, to: number, words: Uint32Array, at: number): void {
  assertThere(sum, to, words, at);
  let borrowed = 0;
  for (let word = 0; word < AMOUNT_WORDS; word++) {
    const left = (sum[to + word] as number) - (words[at + word] as number) - borrowed;
    sum[to + word] = left;
    borrowed = left < 0 ? 1 : 0;
  }
}

/** Whether the amount that begins at a word is below zero. */
export function isNegativeAmount(words: Uint32Array, at: number): boolean {
  return (words[at + AMOUNT_WORDS - 1] as number) > HIGHEST_WORD >>> 1;
}

function assertThere(sum: Uint32Array, to: number, words: Uint32Array, at: number): void {
  const isThere = at >= 0 && at + AMOUNT_WORDS <= words.length && to >= 0 && to + AMOUNT_WORDS <= sum.length;
  assert(isThere, 'amounts that are added stand in their words');
}
