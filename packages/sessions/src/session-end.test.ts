import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { atSessionEnd } from './session-end.ts';

const start = Date.UTC(2026, 0, 1);
const days = 86_400;

beforeEach(() => void vi.useFakeTimers({ now: start }));
afterEach(() => void vi.useRealTimers());

test('a session longer than a timer can hold ends at its time, and not before', () => {
  const onEnd = vi.fn();
  atSessionEnd(start / 1_000 + 60 * days, onEnd);
  vi.advanceTimersByTime(60 * days * 1_000 - 1);
  expect(onEnd).not.toHaveBeenCalled();
  vi.advanceTimersByTime(1);
  expect(onEnd).toHaveBeenCalledTimes(1);
  vi.advanceTimersByTime(days * 1_000);
  expect(onEnd).toHaveBeenCalledTimes(1);
});

test('a session end that was called off does not come', () => {
  const onEnd = vi.fn();
  atSessionEnd(start / 1_000 + 1, onEnd)();
  vi.advanceTimersByTime(days * 1_000);
  expect(onEnd).not.toHaveBeenCalled();
});
