import { describe, expect, it } from 'vitest';
import { factorAt, isPaused, SCENARIOS } from './scenarios.ts';

const MINUTE_MS = 60_000;

describe('the shape of a scenario', () => {
  const shape = [
    [1_000, 1],
    [2_000, 0.5],
    [2_001, 0.8],
  ] as const;

  it.each([
    [0, 1],
    [1_000, 1],
    [1_500, 0.75],
    [1_999, 0.5005],
    [2_000, 0.5],
    [2_001, 0.8],
    [1e12, 0.8],
  ])('is at %i ms at %f of the first price', (atMs, factor) => {
    expect(factorAt(shape, atMs)).toBeCloseTo(factor, 10);
  });

  it('of a crash falls by a third within three minutes', () => {
    expect(factorAt(SCENARIOS.crash.shape, 2 * MINUTE_MS)).toBeGreaterThan(0.99);
    expect(factorAt(SCENARIOS.crash.shape, 5 * MINUTE_MS)).toBeLessThan(0.667);
  });

  it('of a gap jumps within a moment', () => {
    const before = factorAt(SCENARIOS.gap.shape, 2 * MINUTE_MS);
    const after = factorAt(SCENARIOS.gap.shape, 2 * MINUTE_MS + 1);
    expect([before, after]).toEqual([1, 0.94]);
  });
});

it('a scenario falls silent only where it says so, again and again', () => {
  const silent = (minute: number) => isPaused(SCENARIOS.stale, minute * MINUTE_MS);
  expect([0, 1.9, 2, 3.9, 4, 6.9, 7, 8.9, 9].map(silent)).toEqual([
    ...[false, false, true, true, false, false, true, true, false],
  ]);
  expect(isPaused(SCENARIOS.crash, 3 * MINUTE_MS)).toBe(false);
});
