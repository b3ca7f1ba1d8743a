import { describe, expect, it } from 'vitest';
import { Stretch } from './stretch.ts';

const ROUND_MS = 200;

/** The stretches of a price that goes so far in a second, in ten-thousandths, and usual rungs of one of them. */
function stretches(bpsPerSecond: number, seconds: number, stretch = new Stretch(), fromMs = 0): number[] {
  return Array.from({ length: (seconds * 1_000) / ROUND_MS }, (_, round) => {
    const atMs = round * ROUND_MS;
    return stretch.at(1_000_000 + (bpsPerSecond * atMs) / 10, 100, fromMs + atMs);
  });
}

describe('a ladder is stretched', () => {
  it.each([
    ['not at all in a calm market', 1, 1],
    ['by half a second of a fall', -20, 8],
    ['and of a rise', 20, 8],
    ['never without end', -600, 16],
  ])('%s', (_what, bpsPerSecond, times) => {
    expect(stretches(bpsPerSecond, 4).at(-1)).toBe(times);
  });

  it('at once, and as it was some seconds after', () => {
    const stretch = new Stretch();
    const during = stretches(-20, 4, stretch);
    expect(during[4]).toBeGreaterThan(1);
    expect(during).toEqual([...during].sort((one, other) => one - other));
    const after = stretches(0, 4, stretch, 4_000);
    expect(after.at(-1)).toBe(1);
  });

  it('for as long as it stays near a limit, without going back and forth', () => {
    const stretch = new Stretch();
    const swaying = Array.from({ length: 200 }, (_, round) => {
      const bps = round % 30 < 15 ? 15 : 17;
      return stretch.at(1_000_000 + (round % 2) * bps * 100, 100, round * ROUND_MS);
    });
    expect(new Set(swaying.slice(20))).toEqual(new Set([4]));
  });

  it('not by what was seen before a silence', () => {
    const stretch = new Stretch();
    stretches(-20, 4, stretch);
    stretch.forget();
    expect(stretch.at(500_000, 100, 4_100)).toBe(1);
  });
});
