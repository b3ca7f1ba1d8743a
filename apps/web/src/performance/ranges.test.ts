import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { gridOf, type Range, timesOf } from './ranges.ts';

const NOW = Date.UTC(2026, 8, 21, 12, 34, 56, 789);
const DAY_MS = 86_400_000;

it.each<[Range, string, number]>([
  ['1h', '1m', 60],
  ['24h', '5m', 288],
  ['7d', '15m', 672],
])('%s has points every %s', (range, interval, steps) => {
  const grid = gridOf(range, 0, NOW);
  expect([grid.interval, timesOf(grid).length]).toEqual([interval, steps + 1]);
});

describe('all of it', () => {
  it('begins a little before the first order', () => {
    const grid = gridOf('all', NOW - 600_000, NOW);
    expect(grid).toMatchObject({ interval: '1s', to: NOW - 6_789 });
    expect(NOW - grid.from).toBeGreaterThan(600_000);
  });

  it('has whole days for what is longer than any other interval could hold, and no more than a thousand', () => {
    expect(gridOf('all', NOW - 900 * DAY_MS, NOW).interval).toBe('1d');
    expect(timesOf(gridOf('all', 0, NOW))).toHaveLength(1_001);
  });

  it('is a minute at least, also where the clock of the server is ahead or nothing is open any more', () => {
    for (const since of [NOW, NOW + 5_000, Number.POSITIVE_INFINITY])
      expect(timesOf(gridOf('all', since, NOW))).toHaveLength(61);
  });
});

it('has at most a thousand steps, which are multiples of the interval, and ends before now', () => {
  const range = fc.constantFrom<Range>('1h', '24h', '7d', 'all');
  fc.assert(
    fc.property(range, fc.integer({ min: 0, max: NOW }), (chosen, since) => {
      const { step, from, to } = gridOf(chosen, since, NOW);
      expect([from % step, to % step]).toEqual([0, 0]);
      expect((to - from) / step).toBeLessThanOrEqual(1_000);
      expect(to).toBeLessThanOrEqual(NOW);
      expect(NOW - to).toBeLessThan(Math.max(step, 10_000));
    }),
  );
});
