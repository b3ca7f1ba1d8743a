import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Pace } from './pace.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

test('whoever had something large waits for their share of the time, and nobody else', () => {
  const pace = new Pace({ windowMs: 10_000, limit: 500 });
  pace.done('ada', 10);
  expect([pace.waitMs('ada'), pace.waitMs('bob')]).toEqual([180, 0]);
  vi.advanceTimersByTime(100);
  expect(pace.waitMs('ada')).toBe(80);
  vi.advanceTimersByTime(80);
  expect(pace.waitMs('ada')).toBe(0);
});

test('what is small makes nobody wait, and nobody waits for longer than a second', () => {
  const pace = new Pace({ windowMs: 10_000, limit: 500 });
  pace.done('ada', 1);
  expect([pace.waitMs('ada'), pace.size]).toEqual([0, 0]);
  pace.done('ada', 1_000);
  expect(pace.waitMs('ada')).toBe(1_000);
});

test('those who need not wait any more are forgotten', () => {
  const pace = new Pace({ windowMs: 10_000, limit: 500 });
  for (let user = 0; user < 100; user += 1) pace.done(String(user), 2);
  expect(pace.size).toBe(100);
  vi.advanceTimersByTime(20);
  pace.done('ada', 1);
  expect(pace.size).toBe(0);
});
