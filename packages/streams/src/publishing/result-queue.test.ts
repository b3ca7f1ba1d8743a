import { expect, it, vi } from 'vitest';
import type { Result } from './publish-batch.ts';
import { ResultQueue } from './result-queue.ts';

function results(first: number, last: number, events = '[]'): Result[] {
  return Array.from({ length: last - first + 1 }, (_, index) => ({ id: `${first + index}-0`, events }));
}

function queueOf(...added: Result[]): ResultQueue {
  const queue = new ResultQueue();
  queue.add(added);
  return queue;
}

it('sends what waits, in order and once', () => {
  const queue = queueOf(...results(1, 3));
  expect(queue.send()).toEqual(results(1, 3));
  queue.add(results(4, 5));
  expect(queue).toMatchObject({ length: 5, unsent: 2, lastSent: '3-0' });
  expect(queue.send()).toEqual(results(4, 5));
  expect(queue.send()).toEqual([]);
  expect(queue).toMatchObject({ length: 5, unsent: 0, lastSent: '5-0' });
});

it('lets go of what is published, and keeps what is in flight and what waits', () => {
  const queue = queueOf(...results(1, 4));
  queue.send();
  queue.add(results(5, 6));
  queue.confirm(3);
  expect(queue).toMatchObject({ length: 3, unsent: 2, lastSent: '4-0' });
  queue.confirm(1);
  expect(queue).toMatchObject({ length: 2, unsent: 2, lastSent: undefined });
  expect(queue.send()).toEqual(results(5, 6));
});

it('sends a thousand results at a time', () => {
  const queue = queueOf(...results(1, 2_500));
  expect([queue.send(), queue.send(), queue.send()].map(({ length }) => length)).toEqual([1_000, 1_000, 500]);
});

it('sends four million characters at a time, and one result in any case', () => {
  const queue = queueOf(...results(1, 5, 'x'.repeat(1_500_000)), ...results(6, 7, 'x'.repeat(5_000_000)));
  const lengths = Array.from({ length: 5 }, () => queue.send().length);
  expect(lengths).toEqual([2, 2, 1, 1, 1]);
});

it('starts over from what turns out not to be published', () => {
  const queue = queueOf(...results(1, 10));
  queue.send();
  queue.confirm(2);
  queue.takeBack();
  queue.drop(({ id }) => Number.parseInt(id, 10) <= 6);
  expect(queue.confirmed).toBe(6);
  expect(queue).toMatchObject({ length: 4, unsent: 4, lastSent: undefined });
  expect(queue.send()).toEqual(results(7, 10));
  queue.takeBack();
  queue.drop(() => true);
  expect(queue.confirmed).toBe(10);
  expect(queue).toMatchObject({ length: 0, unsent: 0 });
});

it('copies each result a few times in all, however many wait behind it', () => {
  const queue = queueOf(...results(1, 100_000));
  const slice = vi.spyOn(Array.prototype, 'slice');
  const splice = vi.spyOn(Array.prototype, 'splice');
  while (queue.length > 0) queue.confirm(queue.send().length);
  const copied = slice.mock.results.map(({ value }) => (value as unknown[]).length);
  const spliced = splice.mock.calls.length;
  vi.restoreAllMocks();
  expect(copied.reduce((sum, count) => sum + count, 0)).toBeLessThanOrEqual(100_000);
  expect(spliced).toBe(0);
});
