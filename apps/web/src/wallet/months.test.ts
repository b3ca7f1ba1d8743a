import { expect, it } from 'vitest';
import { boundsOf, monthsSince } from './months.ts';

it('lists the months from now back to that of the beginning', () => {
  const now = Date.UTC(2027, 0, 31, 23, 59);
  expect(monthsSince(Date.UTC(2026, 10, 30), now)).toEqual(['2027-01', '2026-12', '2026-11']);
  expect(monthsSince(now, now)).toEqual(['2027-01']);
  expect(monthsSince(Date.UTC(2026, 11, 1), now)).toEqual(['2027-01', '2026-12']);
  expect(monthsSince(0, now)).toHaveLength(60);
});

it('knows where a month begins and ends', () => {
  expect(boundsOf('2026-12')).toEqual({ from: Date.UTC(2026, 11), to: Date.UTC(2027, 0) });
});
