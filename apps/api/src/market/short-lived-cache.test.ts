import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ShortLivedCache } from './short-lived-cache.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

it('does the work once a second, for all who ask meanwhile', async () => {
  let times = 0;
  const cache = new ShortLivedCache(1_000, async () => ++times);
  expect(await Promise.all([cache.get(), cache.get()])).toEqual([1, 1]);
  vi.advanceTimersByTime(999);
  expect(await cache.get()).toBe(1);
  vi.advanceTimersByTime(1);
  expect(await cache.get()).toBe(2);
});

it('does not remember a failure', async () => {
  let times = 0;
  const cache = new ShortLivedCache(1_000, async () => {
    times += 1;
    if (times === 1) throw new Error('the database is away');
    return times;
  });
  await expect(cache.get()).rejects.toThrow('the database is away');
  expect(await cache.get()).toBe(2);
});
