import { describe, expect, it } from 'vitest';
import { median, percentile } from './statistics.ts';

describe('statistics', () => {
  it('take the middle of values in any order', () => {
    expect(median([9, 1, 5])).toBe(5);
    expect(median([10, 1, 5, 2])).toBe(3.5);
  });

  it('take percentiles by the nearest rank', () => {
    const values = Array.from({ length: 100 }, (_, at) => 100 - at);
    expect([0.5, 0.99, 1, 0].map((share) => percentile(values, share))).toEqual([50, 99, 100, 1]);
    expect(percentile([7], 0.99)).toBe(7);
  });

  it('have no figure for no values, so that a target is missed', () => {
    expect(median([])).toBeNaN();
    expect(percentile([], 0.5)).toBeNaN();
  });
});
