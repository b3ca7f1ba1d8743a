import { expect, test } from 'vitest';
import { MOST_RETRY_AFTER_MS, retryAfterMs } from './retry-after.ts';

const NOW = Date.UTC(1994, 10, 6, 8, 49, 37);

test.each([
  ['60', 60_000],
  [' 0 ', 0],
  ['86400', MOST_RETRY_AFTER_MS],
  ['9'.repeat(400), MOST_RETRY_AFTER_MS],
  ['Sun, 06 Nov 1994 08:50:37 GMT', 60_000],
  ['Sunday, 06-Nov-94 08:50:37 GMT', 60_000],
  ['Sun Nov  6 08:50:37 1994', 60_000],
  ['Fri, 31 Dec 9999 23:59:59 GMT', MOST_RETRY_AFTER_MS],
  ['Sun, 06 Nov 1994 08:49:36 GMT', undefined],
  ['', undefined],
  ['-5', undefined],
  ['1.5', undefined],
  ['1e3', undefined],
  ['soon', undefined],
  ['Sun, soon', undefined],
])('%j is %j ms', (text, expected) => {
  expect(retryAfterMs(new Headers({ 'retry-after': text }), NOW)).toBe(expected);
});

test('none is none, and a date is held to the clock of the venue that tells it', () => {
  expect(retryAfterMs(new Headers(), NOW)).toBeUndefined();
  const dates = { date: 'Sun, 06 Nov 1994 10:00:00 GMT', 'retry-after': 'Sun, 06 Nov 1994 10:00:30 GMT' };
  expect(retryAfterMs(new Headers(dates), NOW)).toBe(30_000);
  expect(retryAfterMs(new Headers({ ...dates, date: 'now' }), NOW + 3_600_000)).toBe(653_000);
});
