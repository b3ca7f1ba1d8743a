import type { Preferences } from '@fulcrum/protocol';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { CHOICE, keepChoice, readChoice, takeChoices } from '../preferences/storage.ts';
import { followPreferences, PAUSE_MS, RETRY_MS } from './follow-preferences.ts';

let kept: Preferences | null;
let isAway: boolean;
const written: Preferences[] = [];
const store = {
  read: async () => {
    if (isAway) throw new Error('away');
    return kept;
  },
  write: async (preferences: Preferences) => {
    if (isAway) throw new Error('away');
    kept = preferences;
    written.push(preferences);
  },
};
let stop: () => void = () => {};

beforeEach(() => {
  vi.useFakeTimers();
  [kept, isAway] = [null, false];
  written.length = 0;
  takeChoices({ theme: 'dark', asset: 'BTC_USDC', 'chart-interval': '1m', ticket: '{' });
});

afterEach(() => {
  stop();
  vi.useRealTimers();
});

async function follow() {
  stop = followPreferences(store);
  await vi.advanceTimersByTimeAsync(1);
}

const here = { theme: 'dark', layout: { asset: 'BTC_USDC', interval: '1m' } };

it('takes what is kept, and writes nothing back', async () => {
  kept = { theme: 'light', ticket: { sizeBy: 'margin' } };
  await follow();
  expect(readChoice(CHOICE.theme)).toBe('light');
  expect(JSON.parse(readChoice(CHOICE.ticket) ?? '')).toEqual({ sizeBy: 'margin', leverages: {} });
  expect(readChoice(CHOICE.asset)).toBe('BTC_USDC');
  await vi.advanceTimersByTimeAsync(10 * PAUSE_MS);
  expect(written).toEqual([]);
});

it('keeps what this browser has where nothing is kept', async () => {
  await follow();
  await vi.advanceTimersByTimeAsync(PAUSE_MS);
  expect(written).toEqual([here]);
});

it('writes what is chosen once, after a moment', async () => {
  await follow();
  await vi.advanceTimersByTimeAsync(PAUSE_MS);
  keepChoice(CHOICE.interval, '5m');
  await vi.advanceTimersByTimeAsync(PAUSE_MS / 2);
  keepChoice(CHOICE.interval, '1h');
  await vi.advanceTimersByTimeAsync(PAUSE_MS - 1);
  expect(written).toEqual([here]);
  await vi.advanceTimersByTimeAsync(1);
  expect(written).toEqual([here, { ...here, layout: { asset: 'BTC_USDC', interval: '1h' } }]);
});

it('does not undo what is chosen before the answer came', async () => {
  kept = { theme: 'light' };
  stop = followPreferences(store);
  keepChoice(CHOICE.theme, 'dark');
  await vi.advanceTimersByTimeAsync(1);
  expect(readChoice(CHOICE.theme)).toBe('dark');
  await vi.advanceTimersByTimeAsync(PAUSE_MS);
  expect(written).toEqual([here]);
});

it('tries again where the store is away, and stops when it is told', async () => {
  isAway = true;
  await follow();
  keepChoice(CHOICE.theme, 'light');
  isAway = false;
  await vi.advanceTimersByTimeAsync(RETRY_MS + PAUSE_MS);
  expect(written).toEqual([{ ...here, theme: 'light' }]);
  keepChoice(CHOICE.theme, 'dark');
  stop();
  await vi.advanceTimersByTimeAsync(RETRY_MS);
  expect(written).toHaveLength(1);
});
