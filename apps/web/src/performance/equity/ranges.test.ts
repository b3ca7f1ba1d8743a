import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gridOf, type Range, timesOf } from './ranges.ts';

const NOW = Date.UTC(2026, 8, 21, 12, 34, 56, 789);
const DAY_MS = 86_400_000;

/** An account that has always been there, and traded. */
const OLD = { createdAt: 0, firstOrderAt: 0 };
const tradedSince = (firstOrderAt: number) => ({ createdAt: 0, firstOrderAt });

it.each<[Range, string, number]>([
  ['1h', '1m', 60],
  ['24h', '1m', 1_440],
  ['7d', '5m', 2_016],
])('%s has steps of %s, and points at their thirds', (range, interval, steps) => {
  const grid = gridOf(range, OLD, NOW);
  expect([grid.interval, timesOf(grid).length]).toEqual([interval, 3 * steps + 1]);
});

it.each<[Range, number, string, number]>([
  ['7d', 10 * 60_000, '1s', 600],
  ['24h', 3 * 3_600_000, '1m', 180],
  ['1h', 0, '1s', 60],
])('%s of an account that is %s ms old begins with the account', (range, ageMs, interval, steps) => {
  const grid = gridOf(range, { createdAt: NOW - ageMs, firstOrderAt: NOW }, NOW);
  expect([grid.interval, (grid.to - grid.from) / grid.step]).toEqual([interval, steps]);
});

describe('all of it', () => {
  it('begins a little before the first order', () => {
    const grid = gridOf('all', tradedSince(NOW - 600_000), NOW);
    expect(grid).toMatchObject({ interval: '1s', to: NOW - 6_789 });
    expect(NOW - grid.from).toBeGreaterThan(600_000);
  });

  it('has whole days for what is longer than any other interval could hold, and no more than a chart can hold', () => {
    expect(gridOf('all', tradedSince(NOW - 900 * DAY_MS), NOW).interval).toBe('1d');
    const { from, to } = gridOf('all', OLD, NOW);
    expect((to - from) / DAY_MS).toBe(2_100);
  });

  it('is a minute at least, also where the clock of the server is ahead or nothing is open any more', () => {
    for (const since of [NOW, NOW + 5_000, Number.POSITIVE_INFINITY])
      expect(timesOf(gridOf('all', tradedSince(since), NOW))).toHaveLength(61);
  });
});

it('has at most so many steps, which are multiples of the interval, and ends before now', () => {
  const range = fc.constantFrom<Range>('1h', '24h', '7d', 'all');
  fc.assert(
    fc.property(range, fc.integer({ min: 0, max: NOW }), (chosen, since) => {
      const { step, from, to } = gridOf(chosen, { createdAt: since, firstOrderAt: since }, NOW);
      expect([from % step, to % step]).toEqual([0, 0]);
      expect((to - from) / step).toBeLessThanOrEqual(2_100);
      expect(to).toBeLessThanOrEqual(NOW);
      expect(NOW - to).toBeLessThan(Math.max(step, 10_000));
    }),
  );
});
