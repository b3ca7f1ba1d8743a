import type { LogId } from '@fulcrum/log';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { RecorderPosition } from './recorder-position.ts';

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
});

function watch(position: () => LogId) {
  const read = vi.fn(async () => position());
  return { read, watcher: new RecorderPosition(read, new AbortController().signal) };
}

it('lets all who wait share each look, of which there is one in 50 ms', async () => {
  let position = '5-0';
  const { read, watcher } = watch(() => position);
  const waiting = Promise.all(Array.from({ length: 200 }, (_, index) => watcher.reaches(`${10 + (index % 2)}-0`)));
  await vi.advanceTimersByTimeAsync(999);
  expect(read).toHaveBeenCalledTimes(20);
  position = '11-0';
  await vi.advanceTimersByTimeAsync(50);
  expect(await waiting).not.toContain(false);
  expect(read).toHaveBeenCalledTimes(21);
});

it('asks at once when nobody has asked lately, and not while nobody waits', async () => {
  const { read, watcher } = watch(() => '7-0');
  expect(await watcher.reaches('7-0')).toBe(true);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(read).toHaveBeenCalledTimes(1);
  expect(await watcher.reaches('6-9')).toBe(true);
});

it('gives up after three seconds', async () => {
  const { watcher } = watch(() => '7-0');
  const waiting = watcher.reaches('7-1');
  await vi.advanceTimersByTimeAsync(3_100);
  expect(await waiting).toBe(false);
});

it('fails for those who wait when the look does, and looks again for the next', async () => {
  let fails = true;
  const { watcher } = watch(() => {
    if (fails) throw new Error('no database');
    return '7-0';
  });
  const outcomes = await Promise.allSettled([watcher.reaches('1-0'), watcher.reaches('2-0')]);
  expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'rejected']);
  fails = false;
  const waiting = watcher.reaches('1-0');
  await vi.advanceTimersByTimeAsync(50);
  expect(await waiting).toBe(true);
});
