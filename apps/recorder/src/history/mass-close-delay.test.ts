import { expect, test } from 'vitest';
import { MassCloseDelay } from './mass-close-delay.ts';

const SMALL = { id: '1-0', fields: { events: '[]' } };
const LARGE = { id: '2-0', fields: { events: 'x'.repeat(64 * 1_024) } };

/** A stream that has grown at each of the first looks. */
function growing(times: number) {
  let looks = 0;
  const end = async () => `${Math.min(looks++, times)}-0`;
  const delay = new MassCloseDelay({ end, signal: AbortSignal.timeout(10_000) });
  return { delay, looks: () => looks };
}

test('results of single commands are not looked at', async () => {
  const { delay, looks } = growing(100);
  await delay.before([SMALL, SMALL], false);
  expect(looks()).toBe(0);
});

test('a mass close is waited for until the stream does not grow any more', async () => {
  const { delay, looks } = growing(3);
  await delay.before([SMALL, LARGE], false);
  expect(looks()).toBe(5);
});

test('once it is published nothing more is waited for', async () => {
  const { delay, looks } = growing(1);
  await delay.before([LARGE], false);
  const before = looks();
  await delay.before([LARGE], false);
  expect(looks()).toBe(before + 1);
});

test('a stream that grows on and on is waited for once, for about half a second', async () => {
  const { delay, looks } = growing(1_000);
  await delay.before([LARGE], false);
  expect(looks()).toBe(10);
  await delay.before([LARGE], false);
  expect(looks()).toBe(10);
  await delay.before([SMALL], true);
  await delay.before([LARGE], false);
  expect(looks()).toBe(20);
});

test('whoever stops the recorder does not wait', async () => {
  const stopping = new AbortController();
  let looks = 0;
  const delay = new MassCloseDelay({ end: async () => `${looks++}-0`, signal: stopping.signal });
  const waiting = delay.before([LARGE], false);
  stopping.abort();
  await expect(waiting).rejects.toThrow();
});
