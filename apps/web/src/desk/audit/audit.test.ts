import { expect, it } from 'vitest';
import { beginningOf } from './audit.ts';

it('a day begins at its midnight here, and ends where the next one begins, also at the end of a month', () => {
  expect(beginningOf('2026-11-30')).toBe(new Date(2026, 10, 30).getTime());
  expect(beginningOf('2026-11-30', 1)).toBe(new Date(2026, 11, 1).getTime());
  expect(beginningOf('2026-12-31', 1)).toBe(new Date(2027, 0, 1).getTime());
});

it.each([undefined, '', '2026', '30.11.2026', 'x'])('%s is no day', (text) => {
  expect(beginningOf(text)).toBeUndefined();
});
