import { describe, expect, it } from 'vitest';
import { readByBoth } from './trimming.ts';

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
