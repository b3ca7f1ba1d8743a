import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { BookFollower } from './book-follower.ts';
import type { DepthSnapshot, DepthUpdate } from './depth-book.ts';

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const snapshot = (lastUpdateId: number): DepthSnapshot => ({ lastUpdateId, bids: [[99, lastUpdateId]], asks: [] });
const update = (id: number): DepthUpdate => ({ first: id, last: id, bids: [[99, id]], asks: [] });

/** A follower whose snapshots come when the test says so. */
function follow() {
  const asked: { answer: (snapshot: DepthSnapshot) => void; fail: () => void; signal: AbortSignal }[] = [];
  const follower = new BookFollower({
    fetchSnapshot: (signal) =>
      new Promise((resolve, reject) => asked.push({ answer: resolve, fail: () => reject(new Error('no')), signal })),
    onChange: () => {},
  });
  return { follower, asked, best: () => follower.book.bids.levels(1)[0]?.quantity };
}

it('asks once for a snapshot, and goes on with the updates behind it', async () => {
  const { follower, asked, best } = follow();
  follower.begin();
  follower.take(update(7));
  follower.take(update(8));
  asked[0]?.answer(snapshot(7));
  await vi.advanceTimersByTimeAsync(0);
  expect(best()).toBe(8);
  follower.take(update(9));
  expect([best(), asked.length]).toEqual([9, 1]);
});

it('asks for a snapshot anew, once, when an update is missing, and shows nothing until it is there', async () => {
  const { follower, asked, best } = follow();
  follower.begin();
  asked[0]?.answer(snapshot(7));
  await vi.advanceTimersByTimeAsync(0);
  follower.take(update(9));
  follower.take(update(10));
  expect([best(), asked.length]).toEqual([undefined, 2]);
  asked[1]?.answer(snapshot(9));
  await vi.advanceTimersByTimeAsync(0);
  expect(best()).toBe(10);
});

it('asks again after a pause when there is no answer, or one that is too old', async () => {
  const { follower, asked, best } = follow();
  follower.begin();
  follower.take(update(7));
  asked[0]?.fail();
  await vi.advanceTimersByTimeAsync(5_000);
  asked[1]?.answer(snapshot(5));
  await vi.advanceTimersByTimeAsync(5_000);
  asked[2]?.answer(snapshot(7));
  await vi.advanceTimersByTimeAsync(0);
  expect([best(), asked.length]).toEqual([7, 3]);
});

it('passes over the answer to a question from before it began anew, or stopped', async () => {
  const { follower, asked, best } = follow();
  follower.begin();
  follower.begin();
  asked[0]?.answer(snapshot(7));
  await vi.advanceTimersByTimeAsync(5_000);
  expect([best(), asked[0]?.signal.aborted]).toEqual([undefined, true]);
  follower.stop();
  asked[1]?.answer(snapshot(8));
  await vi.advanceTimersByTimeAsync(5_000);
  expect([best(), asked.length]).toEqual([undefined, 2]);
});
