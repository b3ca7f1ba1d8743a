/**
 * A source of numbers from 0 to below 1, the same everywhere for the same seed (mulberry32). It is good enough for
 * prices that look alive, and for nothing that must not be guessed.
 */
export function seededRandom(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/**
 * About normally distributed, with mean 0 and variance 1, and never beyond ±3.5. It is a sum of uniform numbers,
 * because logarithms and cosines may differ in their last digit from machine to machine, and sums do not.
 */
export function bellShaped(random: () => number): number {
  return (random() + random() + random() + random() - 2) * Math.sqrt(3);
}
