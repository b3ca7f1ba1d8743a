import { InvariantError } from '@fulcrum/log';
import { Waits } from '@fulcrum/service';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { untilDone } from './until-done.ts';

const stopping = new AbortController();
const waits = new Waits();
const warn = vi.fn();

function begin(work: () => Promise<void>): Promise<void> {
  return untilDone('work', work, stopping.signal, { logger: { warn }, waits });
}

beforeEach(() => {
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  warn.mockClear();
});

test('work is begun again while a server is away, and the wait is told meanwhile', async () => {
  const work = vi.fn(async () => {}).mockRejectedValueOnce(new Error('Connection is closed.'));
  const done = begin(work);
  await vi.advanceTimersByTimeAsync(999);
  expect(work).toHaveBeenCalledTimes(1);
  expect(waits.reason).toContain('Connection is closed.');
  await vi.advanceTimersByTimeAsync(1);
  await done;
  expect(work).toHaveBeenCalledTimes(2);
  expect(waits.reason).toBeUndefined();
  expect(warn).toHaveBeenCalledOnce();
});

test('the pauses grow while a server stays away, up to five seconds', async () => {
  const beganAt: number[] = [];
  const start = Date.now();
  const work = vi.fn(async () => {
    beganAt.push(Date.now() - start);
    if (beganAt.length < 6) throw new Error('Connection is closed.');
  });
  await Promise.all([begin(work), vi.advanceTimersByTimeAsync(17_000)]);
  expect(beganAt).toEqual([0, 1_000, 3_000, 7_000, 12_000, 17_000]);
});

test('work that found an invariant broken is not begun again', async () => {
  const work = vi.fn(async () => {
    throw new InvariantError('broken');
  });
  const done = begin(work);
  await Promise.all([expect(done).rejects.toThrow(InvariantError), vi.advanceTimersByTimeAsync(5_000)]);
  expect(work).toHaveBeenCalledOnce();
  expect(warn).not.toHaveBeenCalled();
});
