import { AccountReadings, type Answer, type EngineClient } from '@fulcrum/engine-client';
import type { AccountEvent, CommandData, JsonEvent } from '@fulcrum/protocol';
import { Pace } from '@fulcrum/service';
import { expect, test, vi } from 'vitest';
import { AccountReads } from './account-reads.ts';

const userId = '11111111-1111-4111-8111-111111111111';
const order = (orderId: string) => ({ orderId, takeProfit: null, stopLoss: null });

/** An engine whose answers the test gives, one after the other. */
function scripted(pace?: Pace) {
  type Asked = { orders?: CommandData<'get-account'>['orders']; orderId?: string | undefined };
  const asked: (Asked & { answer: (answer: Answer) => void })[] = [];
  const read = (_type: string, { orders, orderId }: Asked) =>
    new Promise<Answer>((answer) => void asked.push({ orders, orderId, answer }));
  const readings = new AccountReadings({ readPage: (_userId, page) => read('get-account', page) });
  const engine = { read } as unknown as EngineClient;
  const reads = new AccountReads(engine, readings, new AbortController().signal, pace);
  const answer = async (callback: string, ids: string[], next?: number) => {
    const event = { type: 'account', userId, orders: ids.map(order), next } as unknown as AccountEvent;
    asked.shift()?.answer({ outcome: 'answered', event, callback });
    await new Promise(setImmediate);
  };
  return { reads, readings, asked, answer };
}

const event = (fields: object) => ({ userId, ...fields }) as unknown as JsonEvent;

async function idsOf(answer: Promise<Answer>): Promise<unknown> {
  const told = await answer;
  return told.outcome === 'answered' && told.event.type === 'account' ? told.event.orders : told.outcome;
}

test('the pages are asked for one after the other, and what happened meanwhile is applied', async () => {
  const { reads, readings, asked, answer } = scripted();
  const whole = reads.whole(userId);
  await answer('10-0', ['a', 'b'], 2);
  expect(asked[0]?.orders).toEqual({ limit: 100, after: 2 });
  readings.onEvent(event({ type: 'closed', orderId: 'b' }), '11-0');
  readings.onPassed('11-0');
  await answer('11-0', ['c']);
  expect(await idsOf(whole)).toEqual([order('a'), order('c')]);
});

test('the list waits until the results before its last page have gone by, and is not given behind a gap', async () => {
  const { reads, readings, answer } = scripted();
  const whole = reads.whole(userId);
  await answer('10-0', ['a'], 1);
  await answer('12-0', ['b']);
  readings.onEvent(event({ type: 'closed', orderId: 'a' }), '12-0');
  readings.onPassed('12-0');
  expect(await idsOf(whole)).toEqual([order('b')]);
  const next = reads.whole(userId);
  readings.onGap();
  await answer('12-0', ['b']);
  expect(await idsOf(next)).toBe('late');
});

test('only while a list is put together are entries read for it, and only those that name its user', async () => {
  const { reads, readings, answer } = scripted();
  expect(readings.concerns(userId)).toBe(false);
  const whole = reads.whole(userId);
  expect(readings.concerns(`"userId":"${userId}"`)).toBe(true);
  expect(readings.concerns('"userId":"another"')).toBe(false);
  readings.onPassed('10-0');
  await answer('10-0', []);
  await whole;
  expect(readings.concerns(userId)).toBe(false);
});

test('after a long list the next one of the same user waits, and those who ask meanwhile share the one behind it', async () => {
  const { reads, readings, asked, answer } = scripted(new Pace({ windowMs: 10_000, limit: 500 }));
  readings.onPassed('10-0');
  vi.useFakeTimers({ toFake: ['setTimeout', 'clearTimeout', 'performance'] });
  try {
    const first = reads.whole(userId);
    await answer(
      '10-0',
      Array.from({ length: 250 }, (_, index) => `${index}`),
    );
    await first;
    const next = [1, 2, 3].map(() => reads.whole(userId));
    const other = reads.whole('another');
    await vi.advanceTimersByTimeAsync(39);
    expect(asked).toHaveLength(1);
    await answer('10-0', []);
    await other;
    await vi.advanceTimersByTimeAsync(1);
    expect(asked).toHaveLength(1);
    await answer('10-0', ['a']);
    expect(asked).toHaveLength(1);
    await answer('10-0', ['b']);
    // The first of them is in flight when the others ask.
    expect(new Set(await Promise.all(next)).size).toBe(2);
    expect(await next[2]).toBe(await next[1]);
  } finally {
    vi.useRealTimers();
  }
});

test('orders of one user are asked about one after the other, those of another and the account meanwhile', async () => {
  const { reads, asked, answer } = scripted();
  const both = Promise.all([reads.order(userId, 'a'), reads.order(userId, 'b')]);
  void reads.order('another', 'c');
  void reads.figures(userId);
  const names = () => asked.map(({ orderId }) => orderId);
  expect(names()).toEqual(['a', 'c', undefined]);
  await answer('10-0', []);
  expect(names()).toEqual(['c', undefined, 'b']);
  asked.splice(0, 2);
  await answer('11-0', []);
  expect(await both).toMatchObject([{ callback: '10-0' }, { callback: '11-0' }]);
});

test('a silent engine keeps nobody waiting for one question after the other', async () => {
  vi.useFakeTimers({ toFake: ['performance'] });
  try {
    const { reads, asked } = scripted();
    const orders = ['a', 'b', 'c'].map((orderId) => reads.order(userId, orderId));
    const pages = [1, 2, 3].map((after) => reads.page(userId, { limit: 1, after }));
    const all = Promise.all([...orders, ...pages, reads.figures(userId), reads.whole(userId)]);
    await new Promise(setImmediate);
    vi.advanceTimersByTime(5_001);
    for (const { answer } of asked.splice(0)) answer({ outcome: 'late' });
    expect(await all).toEqual(Array.from({ length: 8 }, () => ({ outcome: 'late' })));
    expect(asked).toEqual([]);
  } finally {
    vi.useRealTimers();
  }
});

test('one user has only so many questions without an answer, and so many requests share a list', async () => {
  const { reads, asked, answer } = scripted();
  const pages = Array.from({ length: 101 }, (_, after) => reads.page(userId, { limit: 1, after }));
  expect(await pages[100]).toMatchObject({ outcome: 'refused', isTooMany: true });
  const lists = Array.from({ length: 11 }, () => reads.whole('another'));
  expect(await lists[10]).toMatchObject({ outcome: 'refused', isTooMany: true });
  expect(asked).toHaveLength(2);
  await answer('10-0', []);
  await pages[0];
  expect(await Promise.race([reads.page(userId, { limit: 1, after: 200 }), 'waits'])).toBe('waits');
});
