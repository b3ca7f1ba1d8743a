import { InvariantError } from '@fulcrum/log';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { InstrumentLearner } from './instrument-learner.ts';

const [onError, onLearned, fail] = [vi.fn(), vi.fn(), vi.fn()];
let stopping: AbortController;

const learnerOf = (load: () => Promise<void>) =>
  new InstrumentLearner({ load, signal: stopping.signal, onError, onLearned, fail });

beforeEach(() => {
  vi.useFakeTimers();
  stopping = new AbortController();
});
afterEach(() => {
  stopping.abort();
  vi.useRealTimers();
  vi.clearAllMocks();
});

test('it is learned once at a time, and once more when that was asked for meanwhile, however often', async () => {
  let end = () => {};
  const load = vi.fn(() => new Promise<void>((resolve) => (end = resolve)));
  const learner = learnerOf(load);
  for (let count = 0; count < 5; count += 1) learner.learn();
  expect(load).toHaveBeenCalledTimes(1);
  for (let runs = 2; runs <= 3; runs += 1) {
    end();
    await vi.advanceTimersByTimeAsync(0);
    expect(load).toHaveBeenCalledTimes(2);
  }
  expect(onLearned).toHaveBeenCalledTimes(2);
});

test('a gap while a server is away begins no second loop', async () => {
  const load = vi.fn(async () => {
    throw new Error('Connection is closed.');
  });
  const learner = learnerOf(load);
  learner.learn();
  await vi.advanceTimersByTimeAsync(500);
  expect(learner.hasTried).toBe(true);
  learner.learn();
  await vi.advanceTimersByTimeAsync(2_000);
  expect(load).toHaveBeenCalledTimes(3);
  expect(onError).toHaveBeenCalledTimes(3);
  expect(fail).not.toHaveBeenCalled();
});

test('a broken invariant is not tried again: it is told, so that the process ends', async () => {
  const broken = new InvariantError('broken');
  const load = vi.fn(async () => {
    throw broken;
  });
  learnerOf(load).learn();
  await vi.advanceTimersByTimeAsync(5_000);
  expect(load).toHaveBeenCalledOnce();
  expect(fail.mock.calls).toEqual([[broken]]);
  expect(onError).not.toHaveBeenCalled();
});
