import type { Answer } from '@fulcrum/engine-client';
import type { CommandData, JsonEvent } from '@fulcrum/protocol';
import { RateWindows } from '@fulcrum/service';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { VoidOrders } from './void-orders.ts';

const LIMIT = 3;

beforeEach(() => void vi.useFakeTimers({ toFake: ['performance', 'setTimeout'] }));
afterEach(() => void vi.useRealTimers());

/** An engine that knows no order, and a log whose end the test sets. */
function setUp(endOfLog: () => Promise<string> = async () => '5000-0') {
  const sent: string[] = [];
  const onRefused = vi.fn();
  const send = async (_type: string, { orderId, userId }: CommandData<'void-order'>): Promise<Answer> => {
    sent.push(`${userId} ${orderId}`);
    const event = { type: 'order', status: 'unknown' } as JsonEvent;
    return { outcome: 'answered', event, callback: '5000-10000' };
  };
  const rate = new RateWindows(10_000, LIMIT);
  const voids = new VoidOrders({ engine: { send: send as never }, rate, endOfLog, onRefused });
  return { voids, sent, onRefused };
}

test('an id is remembered once it has been seen to be void, for its own user', async () => {
  const { voids } = setUp();
  await voids.make('ada', 'a', '4000-0');
  expect(await voids.holds('ada', 'a')).toBe(false);
  voids.confirm('ada', 'a');
  voids.confirm('ada', 'b');
  expect(await voids.holds('ada', 'a')).toBe(true);
  expect(await voids.holds('bob', 'a')).toBe(false);
  expect(await voids.holds('ada', 'b')).toBe(false);
});

test.each([
  ['604000-9', true],
  ['604001-0', false],
])('what is remembered holds until its time is over by the log: at %s it is %s', async (end, holds) => {
  const { voids } = setUp(async () => end);
  await voids.make('ada', 'a', '4000-0');
  voids.confirm('ada', 'a');
  expect(await voids.holds('ada', 'a')).toBe(holds);
});

test('nothing is answered from memory while the end of the log is not known, nor after a gap', async () => {
  let end = Promise.reject<string>(new Error('away'));
  const { voids } = setUp(() => end);
  await voids.make('ada', 'a', '4000-0');
  voids.confirm('ada', 'a');
  expect(await voids.holds('ada', 'a')).toBe(false);
  end = Promise.resolve('5000-0');
  expect(await voids.holds('ada', 'a')).toBe(true);
  voids.onGap();
  expect(await voids.holds('ada', 'a')).toBe(false);
});

test('who asks at the same time shares one command, and one of their share', async () => {
  const { voids, sent } = setUp();
  await Promise.all(Array.from({ length: 10 }, () => voids.make('ada', 'a', '4000-0')));
  await voids.make('ada', 'a', '4999-0');
  expect(sent).toEqual(['ada a']);
  for (const orderId of ['b', 'c']) await voids.make('ada', orderId, '4000-0');
  expect(sent).toHaveLength(LIMIT);
});

test('what was made void before an order was found to be unknown does not count for that', async () => {
  const { voids, sent } = setUp();
  await voids.make('ada', 'a', '4000-0');
  await voids.make('ada', 'a', '5000-10000');
  expect(sent).toEqual(['ada a', 'ada a']);
});

test('beyond the limit a user is told for how long to wait, and nobody else has to', async () => {
  const { voids, sent, onRefused } = setUp();
  for (const orderId of ['a', 'b', 'c']) {
    await voids.requireShare('ada');
    await voids.make('ada', orderId, '4000-0');
  }
  vi.advanceTimersByTime(7_500);
  const refusal = expect.objectContaining({ status: 429, code: 'too_many_requests', retryAfter: 3 });
  await expect(voids.requireShare('ada')).rejects.toEqual(refusal);
  await expect(voids.make('ada', 'd', '4000-0')).rejects.toEqual(refusal);
  expect(onRefused).toHaveBeenCalledTimes(2);
  await voids.requireShare('bob');
  vi.advanceTimersByTime(2_500);
  await voids.requireShare('ada');
  await voids.make('ada', 'd', '4000-0');
  expect(sent).toHaveLength(LIMIT + 1);
});

test('who does not heed refusals gets each further one after a second', async () => {
  const { voids } = setUp();
  for (const orderId of ['a', 'b', 'c']) await voids.make('ada', orderId, '4000-0');
  for (let refusal = 0; refusal < 10; refusal += 1) await expect(voids.requireShare('ada')).rejects.toThrow();
  const held = vi.fn();
  const refused = voids.requireShare('ada').catch(held);
  await vi.advanceTimersByTimeAsync(999);
  expect(held).not.toHaveBeenCalled();
  await vi.advanceTimersByTimeAsync(1);
  await refused;
  expect(held).toHaveBeenCalledWith(expect.objectContaining({ status: 429, retryAfter: 9 }));
});

test('only so many ids are remembered', async () => {
  const { voids } = setUp();
  const users = Array.from({ length: 10_001 }, (_, number) => `user ${number}`);
  for (const user of users) await voids.make(user, 'a', '4000-0');
  for (const user of users) voids.confirm(user, 'a');
  expect(await voids.holds('user 0', 'a')).toBe(false);
  expect(await voids.holds('user 1', 'a')).toBe(true);
});
