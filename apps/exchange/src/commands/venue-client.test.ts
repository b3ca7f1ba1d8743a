import type { JsonEvent } from '@fulcrum/matching';
import type { AppendOutcome } from '@fulcrum/streams';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { VenueClient, type VenueClientOptions } from './venue-client.ts';

const ADA = '3f0c1c1e-6d0b-4a51-9d6f-0b8f7f0f5a11';
const BEN = '3f0c1c1e-6d0b-4a51-9d6f-0b8f7f0f5a12';

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
});

/** A client whose appends end as the test says, and the request ids that it has sent. */
function world(more: Partial<VenueClientOptions> = {}, outcome: AppendOutcome = { outcome: 'appended', id: '1-0' }) {
  const sent: string[] = [];
  const append = async ({ data = '{}' }: Record<string, string>) => {
    sent.push((JSON.parse(data) as { requestId: string }).requestId);
    return outcome;
  };
  const client = new VenueClient({
    appender: { append, isConnected: true },
    notReady: () => undefined,
    signal: new AbortController().signal,
    ...more,
  });
  const cancel = (userId = ADA) => client.send('cancel-orders', { userId, market: 'BTC_USDC' });
  const answer = (at: number, more: object = {}) => {
    const event = {
      type: 'orders-cancelled',
      requestId: sent[at],
      userId: ADA,
      market: 'BTC_USDC',
      orderIds: [],
      ...more,
    };
    client.take({ id: `1-${at}`, events: [event as unknown as JsonEvent], isLast: true });
  };
  return { client, sent, cancel, answer };
}

test('each command gets its own answer, in whatever order they come', async () => {
  const { client, sent, cancel, answer } = world();
  const [one, two] = [cancel(), cancel()];
  expect(new Set(sent).size).toBe(2);
  answer(1, { orderIds: ['2'] });
  answer(0, { orderIds: ['1'] });
  expect((await one).event).toMatchObject({ orderIds: ['1'] });
  expect((await two).event).toMatchObject({ orderIds: ['2'] });
  expect(client.unanswered).toBe(0);
});

test('an order is answered with its last fill and its end, of all parts of its result', async () => {
  const { client, sent } = world();
  const order = {
    userId: ADA,
    market: 'BTC_USDC',
    side: 'buy',
    orderType: 'limit',
    price: '1',
    quantity: '1',
  } as const;
  const placing = client.send('place-order', order);
  const accepted = { type: 'accepted', requestId: sent[0], orderId: '7' };
  const fill = (takerExecuted: string) => ({ type: 'fill', takerOrderId: '7', makerOrderId: '3', takerExecuted });
  const ended = (orderId: string) => ({ type: 'order-ended', orderId, status: 'filled' });
  const take = (isLast: boolean, ...events: object[]) =>
    client.take({ id: '1-0', events: events as unknown as JsonEvent[], isLast });
  take(false, accepted, fill('1'), ended('3'));
  take(false, fill('2'), ended('4'));
  expect(client.unanswered).toBe(1);
  take(true, fill('3'), ended('7'));
  expect(await placing).toMatchObject({ event: accepted, fill: { takerExecuted: '3' }, ended: { orderId: '7' } });
});

test('a refusal of the core is thrown with its code', async () => {
  const { cancel, answer } = world();
  const cancelling = cancel();
  answer(0, { type: 'rejected', code: 'TRADING_PAUSED', message: 'closed' });
  await expect(cancelling).rejects.toMatchObject({ status: 400, code: 'TRADING_PAUSED', message: 'closed' });
});

test.each<[what: string, then: (of: ReturnType<typeof world>) => unknown]>([
  ['within five seconds', () => vi.advanceTimersByTimeAsync(5_000)],
  ['because the core starts over', ({ client }) => client.startOver()],
])('without an answer %s it is a time-out, and nothing is sent again', async (_what, then) => {
  const one = world();
  const cancelling = expect(one.cancel()).rejects.toMatchObject({ status: 504, code: 'TIMEOUT' });
  await vi.advanceTimersByTimeAsync(4_999);
  await then(one);
  await cancelling;
  expect(one.sent).toHaveLength(1);
});

test('what is late counts until its answer comes', async () => {
  const { client, cancel, answer } = world();
  const cancelling = expect(cancel()).rejects.toMatchObject({ code: 'TIMEOUT' });
  await vi.advanceTimersByTimeAsync(5_000);
  await cancelling;
  expect(client.unanswered).toBe(1);
  answer(0);
  expect(client.unanswered).toBe(0);
});

test.each<[what: string, outcome: AppendOutcome, code: string, unanswered: number]>([
  ['refuses', { outcome: 'refused', reason: 'READONLY' }, 'MAINTENANCE', 0],
  ['does not answer', { outcome: 'unknown', reason: 'the connection broke' }, 'TIMEOUT', 1],
])('where Redis %s the sender is told what that means', async (_what, outcome, code, unanswered) => {
  const { client, cancel } = world({}, outcome);
  const cancelling = expect(cancel()).rejects.toMatchObject({ code });
  await vi.advanceTimersByTimeAsync(5_000);
  await cancelling;
  expect(client.unanswered).toBe(unanswered);
});

test('replicas that lack a command keep its answer from being one', async () => {
  const isReplicated = Promise.resolve(false);
  const { cancel, answer } = world({ minReplicas: 1 }, { outcome: 'appended', id: '1-0', isReplicated });
  const cancelling = cancel();
  answer(0);
  await expect(cancelling).rejects.toMatchObject({ code: 'TIMEOUT' });
});

test.each<[what: string, more: Partial<VenueClientOptions>, code: string]>([
  ['the core is away', { notReady: () => 'it loads its snapshot' }, 'MAINTENANCE'],
  ['Redis is away', { appender: { append: () => Promise.reject(new Error()), isConnected: false } }, 'MAINTENANCE'],
  ['too many of all wait', { maxUnanswered: 0 }, 'MAINTENANCE'],
  ['too many of the user wait', { maxUnansweredPerUser: 0 }, 'TOO_MANY_REQUESTS'],
])('nothing is sent while %s', async (_what, more, code) => {
  const { sent, cancel } = world(more);
  await expect(cancel()).rejects.toMatchObject({ code });
  expect(sent).toEqual([]);
});

test('one user who waits for much keeps nobody else from sending', async () => {
  const { sent, cancel, client } = world({ maxUnansweredPerUser: 1 });
  const waiting = [cancel(), cancel(BEN)].map((one) => one.catch(() => {}));
  await expect(cancel()).rejects.toMatchObject({ code: 'TOO_MANY_REQUESTS' });
  expect(sent).toHaveLength(2);
  client.startOver();
  await Promise.all(waiting);
});
