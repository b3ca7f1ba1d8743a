import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { inSlices } from './in-slices.ts';

/** The time, which goes on only when the test says so. */
let now = 0;
beforeEach(() => {
  now = 0;
  vi.spyOn(performance, 'now').mockImplementation(() => now);
});
afterEach(() => void vi.restoreAllMocks());

test('others have their turn in between, when the work takes long', async () => {
  const happened: (number | string)[] = [];
  let turn = setImmediate(function others() {
    happened.push('others');
    turn = setImmediate(others);
  });
  await inSlices([1, 2, 3, 4, 5, 6, 7], (item) => {
    happened.push(item);
    now += 2;
  });
  clearImmediate(turn);
  expect(happened).toEqual([1, 2, 3, 'others', 4, 5, 6, 'others', 7]);
});

test('each slice is done within what belongs around it, and there is none without work', async () => {
  const happened: (number | string)[] = [];
  const during = (slice: () => void) => {
    happened.push('begin');
    slice();
    happened.push('end');
  };
  const work = (item: number) => {
    happened.push(item);
    now += 5;
  };
  await inSlices([1, 2], work, during);
  await inSlices([], work, during);
  expect(happened).toEqual(['begin', 1, 'end', 'begin', 2, 'end']);
});

test('what is added meanwhile has its turn as well, and what is removed has none', async () => {
  const items = new Map([1, 2, 3].map((item) => [item, item]));
  const seen: number[] = [];
  await inSlices(items.values(), (item) => {
    seen.push(item);
    now += 5;
    if (item === 1) items.delete(2);
    if (item === 1) items.set(4, 4);
  });
  expect(seen).toEqual([1, 3, 4]);
});
