import { describe, expect, it } from 'vitest';
import { newestOldEnough, type TrimmingSample } from './keep-trimmed.ts';

const sample = (takenAt: number): TrimmingSample => ({ takenAt, input: `${takenAt}-0`, output: `${takenAt}-0` });

describe('the sample by which is trimmed', () => {
  it.each([
    // when samples were taken, the time now, the one that is chosen
    [[], 100_000, undefined],
    [[0], 59_999, undefined],
    [[0], 60_000, 0],
    [[0, 10_000, 20_000], 75_000, 10_000],
    [[0, 10_000, 20_000], 79_999, 10_000],
    [[0, 10_000, 20_000], 80_000, 20_000],
    // After a pause in which nothing was sampled the newest of the old ones is the right one.
    [[0, 500_000], 500_000, 0],
  ])('of those taken at %j, at %i ms, is the newest that is a minute old: %s', (takenAt, now, expected) => {
    expect(newestOldEnough(takenAt.map(sample), now)?.takenAt).toBe(expected);
  });
});
