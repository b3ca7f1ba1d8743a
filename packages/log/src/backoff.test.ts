import { expect, test } from 'vitest';
import { Backoff } from './backoff.ts';

const pauses = (backoff: Backoff, count: number) => Array.from({ length: count }, () => backoff.next());

test('pauses double up to the longest one, and begin again after a success', () => {
  const backoff = new Backoff(200, 1_000);
  expect(pauses(backoff, 5)).toEqual([200, 400, 800, 1_000, 1_000]);
  backoff.reset();
  expect(pauses(backoff, 2)).toEqual([200, 400]);
});

test('a random pause is at least half of what it could be', () => {
  expect(pauses(new Backoff(100, 300, () => 0), 3)).toEqual([50, 100, 150]);
  expect(pauses(new Backoff(100, 300, () => 0.5), 3)).toEqual([75, 150, 225]);
});

test('the longest pause stays, however many attempts there are', () => {
  expect(pauses(new Backoff(100, 300), 2_000).at(-1)).toBe(300);
});
