import { expect, test } from 'vitest';
import { INTERVALS, spanAt, spansBetween } from './intervals.ts';

/** A Wednesday. */
const NOW = Date.UTC(2026, 10, 18, 11, 6, 40);

test.each([
  ['1m', '2026-11-18T11:06', '2026-11-18T11:07'],
  ['15m', '2026-11-18T11:00', '2026-11-18T11:15'],
  ['12h', '2026-11-18T00:00', '2026-11-18T12:00'],
  ['1w', '2026-11-16T00:00', '2026-11-23T00:00'],
  ['1month', '2026-11-01T00:00', '2026-12-01T00:00'],
] as const)('%s goes from %s to %s', (interval, start, end) => {
  expect(spanAt(interval, NOW)).toEqual({ start: Date.parse(`${start}Z`), end: Date.parse(`${end}Z`) });
});

test.each(INTERVALS)('%s: one span begins where the one before ends, and none before 1970 is asked for', (interval) => {
  let { start, end } = spanAt(interval, NOW);
  for (let step = 0; step < 20; step += 1) {
    const next = spanAt(interval, end);
    expect(next.start).toBe(end);
    expect(spanAt(interval, end - 1)).toEqual({ start, end });
    ({ start, end } = next);
  }
  expect(spansBetween(interval, 0, 1, 2)?.length).toBe(interval === '1w' ? 0 : 1);
});

test('those that begin within a range, and not more than are wanted', () => {
  const minutes = (from: number, to: number) => spansBetween('1m', from, to, 3)?.map(({ start }) => start / 60_000);
  expect(minutes(60_001, 240_000)).toEqual([2, 3]);
  expect(minutes(60_000, 240_001)).toBeUndefined();
  expect(minutes(60_000, 240_000)).toEqual([1, 2, 3]);
  expect(minutes(60_000, 60_000)).toEqual([]);
});
