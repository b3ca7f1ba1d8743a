import { UUID_WORDS } from '../uuid.ts';

/** The secret half of the hash: two words that nobody outside can guess. */
export type HashKey = readonly [number, number];

/**
 * HalfSipHash-1-3 of a UUID (Aumasson and Bernstein). Clients choose the ids of their orders: with a hash that they could
 * work out they would choose ids that all meet in one place of the index.
 */
export function hashId(words: Uint32Array, key: HashKey): number {
  let v0 = key[0];
  let v1 = key[1];
  let v2 = key[0] ^ 0x6c796765;
  let v3 = key[1] ^ 0x74656462;
  // Its own rounds are written out here, because the four words would have to be returned from a function.
  for (let step = 0; step < UUID_WORDS + 4; step++) {
    const word = step < UUID_WORDS ? (words[step] ?? 0) : step === UUID_WORDS ? LENGTH : 0;
    if (step === UUID_WORDS + 1) v2 ^= 0xff;
    v3 ^= word;
    v0 = (v0 + v1) | 0;
    v1 = ((v1 << 5) | (v1 >>> 27)) ^ v0;
    v0 = (v0 << 16) | (v0 >>> 16);
    v2 = (v2 + v3) | 0;
    v3 = ((v3 << 8) | (v3 >>> 24)) ^ v2;
    v0 = (v0 + v3) | 0;
    v3 = ((v3 << 7) | (v3 >>> 25)) ^ v0;
    v2 = (v2 + v1) | 0;
    v1 = ((v1 << 13) | (v1 >>> 19)) ^ v2;
    v2 = (v2 << 16) | (v2 >>> 16);
    v0 ^= word;
  }
  return (v1 ^ v3) >>> 0;
}

/** The last block of a message holds its length in bytes. */
const LENGTH = (4 * UUID_WORDS) << 24;
