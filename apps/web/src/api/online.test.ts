import { afterEach, beforeEach, expect, it, vi } from 'vitest';

const browser = { onLine: true, isServerThere: false };
const heard: Record<string, () => void> = {};

beforeEach(() => {
  vi.resetModules();
  vi.useFakeTimers();
  Object.assign(browser, { onLine: true, isServerThere: false });
  vi.stubGlobal('navigator', browser);
  vi.stubGlobal('window', { addEventListener: (name: string, listener: () => void) => (heard[name] = listener) });
  vi.stubGlobal('fetch', async () => {
    if (!browser.isServerThere) throw new TypeError('Failed to fetch');
    return new Response('{}');
  });
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

it('is off as soon as the browser says so, and on when it says so', async () => {
  const { isOnline, watchNetwork } = await import('./online.ts');
  watchNetwork();
  expect(isOnline()).toBe(true);
  browser.onLine = false;
  heard.offline?.();
  expect(isOnline()).toBe(false);
  await vi.advanceTimersByTimeAsync(10_000);
  expect(isOnline()).toBe(false);
  browser.onLine = true;
  heard.online?.();
  expect(isOnline()).toBe(true);
});

it('is on without any network where the server answers all the same, and off when it does not any more', async () => {
  const { isOnline, watchNetwork } = await import('./online.ts');
  Object.assign(browser, { onLine: false, isServerThere: true });
  watchNetwork();
  await vi.advanceTimersByTimeAsync(1);
  expect(isOnline()).toBe(true);
  browser.isServerThere = false;
  await vi.advanceTimersByTimeAsync(2_000);
  expect(isOnline()).toBe(false);
});
