import { expect, test, vi } from 'vitest';
import { LogClock } from './log-clock.ts';

test.each([
  ['told while it was asked for', 1_000, 1_000, 1_100, 0],
  ['as old as a slow answer makes it', 5_000, 1_000, 9_000, 0],
  ['ahead', 121_000, 900, 1_000, 120_000],
  ['behind', 1_000, 4_000, 4_100, -3_000],
])('log time is %s', (_what, timeMs, askedAtMs, answeredAtMs, differenceMs) => {
  const clock = new LogClock({ onChange: () => {} });
  clock.observe(timeMs, askedAtMs, answeredAtMs);
  expect(clock.differenceMs).toBe(differenceMs);
});

test('more than two seconds keep orders from being opened, and are told once for each change', () => {
  const onChange = vi.fn();
  const clock = new LogClock({ onChange });
  clock.observe(3_000, 1_000, 1_000);
  expect(clock.notReady()).toBeUndefined();
  for (const timeMs of [3_001, 4_000, 5_000]) clock.observe(timeMs, 1_000, 1_000);
  expect(clock.notReady()).toBe("The log's clock is 4.0 s ahead: prices cannot be judged.");
  clock.observe(1_000, 9_000, 9_100);
  expect(clock.notReady()).toMatch('8.0 s behind');
  clock.observe(9_050, 9_000, 9_100);
  expect(clock.notReady()).toBeUndefined();
  expect(onChange.mock.calls).toEqual([
    [true, 2_001],
    [false, 0],
  ]);
});

test('each id that an append gets is looked at', async () => {
  const onChange = vi.fn();
  const clock = new LogClock({ onChange });
  const id = `${Date.now() + 60_000}-0`;
  const appender = clock.watching({ isConnected: true, append: async () => ({ outcome: 'appended', id }) });
  expect(await appender.append({})).toEqual({ outcome: 'appended', id });
  expect(onChange).toHaveBeenCalledTimes(1);
});
