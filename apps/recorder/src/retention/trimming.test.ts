import { describe, expect, it } from 'vitest';
import { newestOldEnough, readByBoth, type Sample } from './trimming.ts';

const sample = (takenAt: number): Sample => ({ takenAt, engineStream: `${takenAt}-0`, callbackStream: `${takenAt}-0` });

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

describe('results that the recorder has read', () => {
  const recorder = '1732000000000-50000';

  it.each([
    ['stay until the notifier has read them as well', '1731999990000-0', '1731999990000-0'],
    ['go where it has read more', '1732000001000-0', recorder],
    ['do not stay for one that never ran', '0-0', recorder],
    ['stay for an hour', '1731996400000-0', '1731996400000-0'],
    ['do not stay for longer', '1731996399999-0', recorder],
  ])('%s', (_what, notifier, expected) => {
    expect(readByBoth(recorder, notifier)).toBe(expected);
  });
});
