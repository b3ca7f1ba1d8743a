import { assert } from '@fulcrum/log';

/** An amount takes four 32-bit words. */
export const AMOUNT_WORDS = 4;

const LOW_HALF = 1n << 64n;
const LIMIT = 1n << 127n;
const SIGN = 1n << 63n;

/** Reads an amount, which takes two integers: its low half, then its high half, as two's complement. */
export function readAmount(integers: BigUint64Array, at: number): bigint {
  const low = integers[at] as bigint;
  const high = integers[at + 1] as bigint;
  // Nearly all amounts are here.
  if (high === 0n) return low;
  const value = (high << 64n) | low;
  return high < SIGN ? value : BigInt.asIntN(128, value);
}

/** Writes an amount. The array takes the low 64 bits of each of its halves. */
export function writeAmount(integers: BigUint64Array, at: number, value: bigint): void {
  assert(value >= -LIMIT && value < LIMIT, 'an amount of a record fits 127 bits and its sign');
  integers[at] = value;
  integers[at + 1] = value >= 0n && value < LOW_HALF ? 0n : value >> 64n;
}
