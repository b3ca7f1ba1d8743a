import type { AccountEvent } from '@fulcrum/protocol';
import { ByteBudget, createMetrics, Pace, type Rate, RateWindows } from '@fulcrum/service';
import type { Session } from '@fulcrum/sessions';
import { Outbox, SenderRate } from '@fulcrum/sockets';
import { FakeSocket } from '@fulcrum/sockets/testing';
import type { AppendOutcome } from '@fulcrum/streams';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Accounts } from '../accounts/accounts.ts';
import { countMessages, createFeedMetrics } from '../feed-metrics.ts';
import { defaultLimits } from '../limits/limits.ts';
import { Users } from '../limits/users.ts';
import { MarketStream } from '../prices/market-stream.ts';
import { Prices } from '../prices/prices.ts';
import { scriptedEngine } from '../testing/scripted-engine.ts';
import { Connection } from './connection.ts';

const alice = '11111111-1111-4111-8111-111111111111';
const bob = '22222222-2222-4222-8222-222222222222';
const start = Date.UTC(2026, 0, 1);
const figures = { usedMargin: '0.000000', unrealizedPnl: '0.000000', equity: '5.000000', freeMargin: '5.000000' };
const account = { userId: alice, balance: '5.000000', ...figures, marginLevel: null, orders: [] };
const snapshot = { stream: 'account', data: { type: 'snapshot', ...account } };
const created = { type: 'account-created' as const, requestId: 'x', userId: alice, balance: '5.000000' };

const appended: AppendOutcome = { outcome: 'appended', id: '1-0' };
const sessionOf = (userId: string): Session => ({ userId, sessionId: 's', expiresAt: start / 1_000 + 60 });

/** One connection over a fake socket, with the test in the engine's place. */
function connectionOf(
  session?: Session,
  outcome: AppendOutcome = appended,
  limits = defaultLimits,
  rate = new SenderRate<Connection>(1_000),
  unhandled = new ByteBudget(limits.maxUnhandledBytes),
  users = new Users(10, 100),
  reads: Rate = new RateWindows(10_000, 100),
) {
  const socket = new FakeSocket();
  const { engine, requests, asked } = scriptedEngine({ outcome, answerLimitMs: 5_000 });
  const prices = new Prices(() => {});
  const accounts = new Accounts(requests, prices);
  const outbox = new Outbox(socket, limits, countMessages(createFeedMetrics(createMetrics('ws'))));
  const verify = (token: string) => ({ 'of alice': sessionOf(alice), 'of bob': sessionOf(bob) })[token];
  const market = new MarketStream(() => []);
  const dismiss = vi.fn();
  const connection = new Connection({
    outbox,
    prices,
    market,
    accounts,
    limits,
    verify,
    session,
    unhandled,
    users,
    reads,
    pace: new Pace(reads),
    address: 'here',
    rate,
    dismiss,
  });
  const settings = { priceDecimals: 2, quantityDecimals: 3, minQuantity: '1', maxQuantity: '2', maxLeverage: 1 };
  for (const asset of ['BTC', 'ETH']) prices.learn({ asset, ...settings, maxQuoteAgeMs: 1 });
  return {
    ...{ connection, socket, asked, accounts, engine, prices, dismiss },
    send: (...messages: object[]) => messages.map((message) => connection.receive(JSON.stringify(message))),
    /** The engine answers the last request. @returns whether somebody waits for that. */
    answer: async () => {
      const event = { ...account, type: 'account', requestId: asked.at(-1)?.requestId } as AccountEvent;
      const isAwaited = engine.take(event, '0-0');
      await vi.advanceTimersByTimeAsync(0);
      return isAwaited;
    },
    settle: () => vi.advanceTimersByTimeAsync(0),
  };
}

const subscribe = (id: number, ...params: string[]) => ({ id, method: 'SUBSCRIBE', params });
const error = (code: string) => ({ code, message: expect.any(String) });

beforeEach(() => void vi.useFakeTimers({ now: start }));
afterEach(() => void vi.useRealTimers());

test('requests that are sent together are handled in order, each after the one before it is done', async () => {
  const { send, answer, settle, socket } = connectionOf();
  send({ id: 1, method: 'AUTH', params: ['of alice'] }, subscribe(2, 'account'), subscribe(3, 'bookTicker.BTC'));
  await settle();
  expect(socket.sent).toEqual([{ id: 1, result: null }]);
  await answer();
  await settle();
  expect(socket.sent.slice(1)).toEqual([{ id: 2, result: null }, snapshot, { id: 3, result: null }]);
});

test('events that come before the snapshot are in it, and are not sent', async () => {
  const { send, answer, settle, socket, accounts } = connectionOf(sessionOf(alice));
  send(subscribe(1, 'account'));
  await settle();
  accounts.forward(alice, created);
  await answer();
  accounts.forward(alice, created);
  accounts.forward(bob, { ...created, userId: bob });
  expect(socket.sent).toEqual([{ id: 1, result: null }, snapshot, { stream: 'account', data: created }]);
});

test('a message without an id is not acknowledged, but its faults are answered', () => {
  const { connection, socket } = connectionOf();
  connection.receive('{"method":"SUBSCRIBE","params":["bookTicker.BTC"]}');
  connection.receive('{"method":"SUBSCRIBE","params":["trades"]}');
  expect(socket.sent).toEqual([{ error: error('unknown_stream') }]);
});

test.each([
  ['text that is no JSON', 'hello', undefined],
  ['a binary message', undefined, undefined],
  ['nothing', '', undefined],
  ['null', 'null', undefined],
  ['an unknown method', '{"id":7,"method":"LIST","params":["x"]}', 7],
  ['no streams', '{"id":"a","method":"SUBSCRIBE","params":[]}', 'a'],
  ['a stream that is no text', '{"id":7,"method":"SUBSCRIBE","params":[7]}', 7],
  ['an id that is none', '{"id":{},"method":"SUBSCRIBE","params":["account"]}', undefined],
  ['two tokens', '{"id":7,"method":"AUTH","params":["of alice","of bob"]}', 7],
])('%s is answered with invalid_request', (_what, text, id) => {
  const { connection, socket } = connectionOf();
  expect(connection.receive(text)).toBeUndefined();
  expect(socket.sent).toEqual([{ ...(id === undefined ? {} : { id }), error: error('invalid_request') }]);
});

test('account needs a session, and a bad token changes nothing about the one there is', async () => {
  const anonymous = connectionOf();
  anonymous.send(subscribe(1, 'account'), { id: 2, method: 'AUTH', params: ['forged'] }, subscribe(3, 'account'));
  expect(anonymous.socket.sent).toEqual([1, 2, 3].map((id) => ({ id, error: error('unauthorized') })));
  const signedIn = connectionOf(sessionOf(alice));
  signedIn.send({ id: 1, method: 'AUTH', params: ['forged'] }, subscribe(2, 'account'));
  await signedIn.settle();
  await signedIn.answer();
  expect(signedIn.socket.sent).toEqual([{ id: 1, error: error('unauthorized') }, { id: 2, result: null }, snapshot]);
});

test('when the session ends the stream ends with it', async () => {
  const { send, answer, settle, socket, accounts, connection } = connectionOf(sessionOf(alice));
  send(subscribe(1, 'account'));
  await settle();
  await answer();
  await vi.advanceTimersByTimeAsync(59_999);
  expect(connection.subscriptionCount).toBe(1);
  await vi.advanceTimersByTimeAsync(1);
  accounts.forward(alice, created);
  send(subscribe(2, 'account'));
  expect(socket.sent.slice(2)).toEqual([
    { stream: 'account', error: error('unauthorized') },
    { id: 2, error: error('unauthorized') },
  ]);
  expect(connection.subscriptionCount).toBe(0);
});

test('AUTH by the same user prolongs the session, by another ends the stream of the first', async () => {
  const { send, answer, settle, socket, accounts } = connectionOf({
    ...sessionOf(alice),
    expiresAt: start / 1_000 + 1,
  });
  send(subscribe(1, 'account'));
  await settle();
  await answer();
  send({ method: 'AUTH', params: ['of alice'] });
  await vi.advanceTimersByTimeAsync(2_000);
  accounts.forward(alice, created);
  send({ id: 2, method: 'AUTH', params: ['of bob'] });
  accounts.forward(alice, created);
  expect(socket.sent.slice(2)).toEqual([
    { stream: 'account', data: created },
    { stream: 'account', error: error('unauthorized') },
    { id: 2, result: null },
  ]);
});

test('without an answer within 5 s nothing of the request is done, and a late answer is ignored', async () => {
  const { send, answer, settle, socket, connection, accounts, asked } = connectionOf(sessionOf(alice));
  send(subscribe(1, 'account', 'bookTicker.BTC'));
  await vi.advanceTimersByTimeAsync(4_999);
  expect(socket.sent).toEqual([]);
  await vi.advanceTimersByTimeAsync(1);
  await answer();
  accounts.startOver();
  await settle();
  expect(asked).toHaveLength(1);
  expect(socket.sent).toEqual([{ id: 1, error: error('unavailable') }]);
  expect(connection.subscriptionCount).toBe(0);
});

test('an append that was refused is answered at once; one whose fate is unknown is waited for', async () => {
  const refused = connectionOf(sessionOf(alice), { outcome: 'refused', reason: 'away' });
  refused.send(subscribe(1, 'account'));
  await refused.settle();
  expect(refused.socket.sent).toEqual([{ id: 1, error: error('unavailable') }]);
  const unknown = connectionOf(sessionOf(alice), { outcome: 'unknown', reason: 'lost' });
  unknown.send(subscribe(1, 'account'));
  await vi.advanceTimersByTimeAsync(3_000);
  await unknown.answer();
  expect(unknown.socket.sent).toEqual([{ id: 1, result: null }, snapshot]);
});

test('an account that the engine does not know is an error', async () => {
  const { send, settle, socket, engine, asked } = connectionOf(sessionOf(alice));
  send(subscribe(1, 'account'));
  await settle();
  const rejection = { requestId: asked[0]?.requestId ?? '', userId: alice, code: 'unknown_account' as const };
  engine.take({ type: 'rejected', ...rejection, message: 'There is no such account.' }, '0-0');
  await settle();
  expect(socket.sent).toEqual([{ id: 1, error: { code: 'unavailable', message: 'There is no such account.' } }]);
});

test('when events were missed a new snapshot comes, and nothing in between', async () => {
  const { send, answer, settle, socket, accounts, asked } = connectionOf(sessionOf(alice));
  send(subscribe(1, 'account'));
  await settle();
  await answer();
  accounts.startOver();
  await settle();
  accounts.forward(alice, created);
  await answer();
  accounts.forward(alice, created);
  expect(asked).toHaveLength(2);
  expect(socket.sent.slice(1)).toEqual([snapshot, snapshot, { stream: 'account', data: created }]);
});

test('a connection has at most so many subscriptions, and so many messages that wait', async () => {
  const limits = { ...defaultLimits, maxSubscriptions: 2, maxUnhandledMessages: 2 };
  const { send, answer, settle, socket, connection } = connectionOf(sessionOf(alice), appended, limits);
  send(subscribe(1, 'account', 'bookTicker.BTC', 'bookTicker.ETH'));
  expect(socket.sent).toEqual([{ id: 1, error: error('too_many_subscriptions') }]);
  send(subscribe(2, 'account', 'bookTicker.BTC'));
  expect(send(subscribe(3, 'bookTicker.ETH'), subscribe(4, 'account'), subscribe(5, 'account'))).toEqual([
    ...[undefined, undefined, 'too many unhandled messages'],
  ]);
  await settle();
  await answer();
  await settle();
  expect(socket.sent.slice(3)).toEqual([
    { id: 3, error: error('too_many_subscriptions') },
    { id: 4, result: null },
  ]);
  expect(connection.subscriptionCount).toBe(2);
});

test('a price that was kept back for a slow client is not sent after UNSUBSCRIBE', () => {
  const { send, socket, prices } = connectionOf(undefined, undefined, { ...defaultLimits, slowAboveBytes: 40 });
  const tick = {
    asset: 'BTC',
    bid: '1',
    ask: '2',
    bidQuantity: '1',
    askQuantity: '1',
    exchangeTime: '',
    source: 'test',
  };
  socket.bytesHeldUp = 100_000;
  send(subscribe(1, 'bookTicker.BTC'));
  prices.apply({ id: '1-0', fields: tick });
  send({ id: 2, method: 'UNSUBSCRIBE', params: ['bookTicker.BTC'] });
  socket.read();
  expect(socket.sent).toEqual([1, 2].map((id) => ({ id, result: null })));
});

test('a client that goes away while it waits leaves nothing behind', async () => {
  const { send, answer, settle, socket, connection } = connectionOf(sessionOf(alice));
  send(subscribe(1, 'account', 'bookTicker.BTC'), subscribe(2, 'bookTicker.ETH'));
  await settle();
  connection.close();
  expect(await answer()).toBe(false);
  await settle();
  expect(socket.sent).toEqual([]);
  expect(connection.subscriptionCount).toBe(0);
  expect(vi.getTimerCount()).toBe(0);
});

test('a client that sends too many messages within a second has to go', () => {
  const { send } = connectionOf(undefined, undefined, { ...defaultLimits, maxRequestsPerSecond: 3 });
  const unsubscribe = { method: 'UNSUBSCRIBE', params: ['bookTicker.BTC'] };
  expect(send(unsubscribe, unsubscribe, unsubscribe, unsubscribe)).toEqual([
    ...[undefined, undefined, undefined, 'too many messages: the limit is 3 in a second'],
  ]);
  vi.advanceTimersByTime(1_000);
  expect(send(unsubscribe)).toEqual([undefined]);
});

test('who goes on sending tokens that are refused has to go, and nothing more of theirs is handled', () => {
  const { send, socket } = connectionOf();
  const auth = { id: 1, method: 'AUTH', params: ['rubbish'] };
  const reasons = send(...Array(defaultLimits.maxRefusedTokens).fill(auth), subscribe(2, 'bookTicker.BTC'));
  const last = 'too many refused tokens';
  expect(reasons).toEqual([...Array(defaultLimits.maxRefusedTokens - 1).fill(undefined), last, last]);
  expect(socket.sent).toEqual(Array(defaultLimits.maxRefusedTokens).fill({ id: 1, error: error('unauthorized') }));
});

test('messages and pings count over all connections of an address, and who sends the most of them has to go', () => {
  const rate = new SenderRate<Connection>(4);
  const of = (session?: Session) => connectionOf(session, appended, defaultLimits, rate);
  const [busy, other, signedIn] = [of(), of(), of(sessionOf(alice))];
  const message = subscribe(1, 'bookTicker.BTC');
  expect([...busy.send(message, message), busy.connection.pinged()]).toEqual([undefined, undefined, undefined]);
  // Who is signed in takes nothing from the address, and nobody there takes anything from them.
  expect(signedIn.send(message, message, message)).toEqual([undefined, undefined, undefined]);
  expect(other.send(message, message)).toEqual([undefined, undefined]);
  expect(busy.dismiss.mock.calls).toEqual([['too many messages of this address: the limit is 4 in a second']]);
  expect(other.dismiss).not.toHaveBeenCalled();
  expect(signedIn.send(message, message)).toEqual([
    ...[undefined, 'too many messages of this user: the limit is 4 in a second'],
  ]);
});

test('the waiting messages of all connections hold so many bytes, and nothing once they are handled', async () => {
  const message = subscribe(1, 'account');
  const size = JSON.stringify(message).length;
  const unhandled = new ByteBudget(4 * size);
  const of = () => connectionOf(sessionOf(alice), appended, defaultLimits, undefined, unhandled);
  const [first, second] = [of(), of()];
  // The first is being handled and waits for the engine; the others wait for it.
  expect(first.send(message, message, message, message)).toEqual([undefined, undefined, undefined, undefined]);
  expect(unhandled.used).toBe(3 * size);
  expect(second.send(message, message, message)).toEqual([undefined, undefined, 'too many unhandled messages']);
  first.connection.close();
  expect(unhandled.used).toBe(size);
  second.connection.close();
  expect(unhandled.used).toBe(0);
});

/** A connection of alice's that shares what one user may have with others. */
const sharing = (users: Users, reads: Rate = new RateWindows(10_000, 100), session?: Session) =>
  connectionOf(session, appended, defaultLimits, undefined, undefined, users, reads);

test('a user has so many connections, whether signed in by a cookie or by AUTH, until one is closed or signed out', async () => {
  const users = new Users(2, 100);
  const auth = (id: number, token: string) => ({ id, method: 'AUTH', params: [token] });
  const byCookie = sharing(users, undefined, sessionOf(alice));
  const byToken = sharing(users);
  byToken.send(auth(1, 'of alice'), auth(2, 'of alice'));
  expect(byToken.socket.sent).toEqual([1, 2].map((id) => ({ id, result: null })));
  expect(sharing(users, undefined, sessionOf(alice)).connection.refusal).toMatch(/^too many connections of this user/);
  const third = sharing(users);
  third.send(auth(1, 'of alice'), subscribe(2, 'account'), auth(3, 'of bob'), auth(4, 'of alice'));
  const refused = { id: 1, error: error('too_many_connections') };
  expect(third.socket.sent).toEqual([
    ...[refused, { id: 2, error: error('unauthorized') }, { id: 3, result: null }, { ...refused, id: 4 }],
  ]);
  // Bob is still signed in there.
  expect(users.size).toBe(2);
  byCookie.connection.close();
  byCookie.connection.close();
  third.send(auth(5, 'of alice'));
  expect([third.socket.sent.at(-1), users.size]).toEqual([{ id: 5, result: null }, 1]);
  byToken.connection.sessionRevoked('s');
  expect(sharing(users, undefined, sessionOf(alice)).connection.refusal).toBeUndefined();
});

test('the subscriptions of all connections of a user count together', () => {
  const users = new Users(10, 3);
  const [first, second] = [1, 2].map(() => sharing(users, undefined, sessionOf(alice)));
  first?.send(subscribe(1, 'bookTicker.BTC', 'bookTicker.ETH'));
  second?.send(subscribe(1, 'bookTicker.BTC'), subscribe(2, 'bookTicker.BTC'), subscribe(3, 'bookTicker.ETH'));
  expect(second?.socket.sent).toEqual([
    ...[1, 2].map((id) => ({ id, result: null })),
    { id: 3, error: error('too_many_subscriptions') },
  ]);
  first?.send({ id: 2, method: 'UNSUBSCRIBE', params: ['bookTicker.BTC'] });
  second?.send(subscribe(4, 'bookTicker.ETH'));
  expect(second?.socket.sent.at(-1)).toEqual({ id: 4, result: null });
});

test('subscriptions to account are reads of the user, refused with the time to wait when there were too many', async () => {
  const reads = new RateWindows(10_000, 2);
  const { send, answer, settle, socket, asked } = sharing(new Users(10, 100), reads, sessionOf(alice));
  const unsubscribe = { method: 'UNSUBSCRIBE', params: ['account'] };
  for (let id = 0; id < 2; id += 1) {
    send(subscribe(id, 'account'));
    await settle();
    await answer();
    await settle();
    // What is subscribed to already is not read again.
    send(subscribe(id, 'account'), unsubscribe);
  }
  await vi.advanceTimersByTimeAsync(2_500);
  send(subscribe(2, 'account', 'bookTicker.BTC'));
  await settle();
  expect(socket.sent.at(-1)).toEqual({ id: 2, error: { ...error('too_many_requests'), retryAfter: 8 } });
  expect(asked).toHaveLength(2);
  await vi.advanceTimersByTimeAsync(7_500);
  send(subscribe(3, 'account'));
  await settle();
  expect(asked).toHaveLength(3);
});

test('a large account counts as several reads, and the next one waits for its turn and its session', async () => {
  const reads = new RateWindows(10_000, 500);
  const { send, settle, socket, asked, engine, connection } = sharing(new Users(10, 100), reads, sessionOf(alice));
  const orders = Array.from({ length: 250 }, (_, index) => ({
    ...{ orderId: `${index}`, asset: 'BTC', side: 'buy', quantity: '1', openPrice: '1', margin: '1.000000' },
    ...{ currentPrice: '1', unrealizedPnl: '0.000000' },
  }));
  send(subscribe(1, 'account'));
  await settle();
  engine.take(
    { type: 'account', requestId: asked[0]?.requestId ?? '', ...account, orders } as unknown as AccountEvent,
    '0-0',
  );
  await settle();
  expect(reads.shareOf(alice).used).toBe(3);
  send({ method: 'UNSUBSCRIBE', params: ['account'] }, subscribe(2, 'account'));
  await vi.advanceTimersByTimeAsync(39);
  expect(asked).toHaveLength(1);
  await vi.advanceTimersByTimeAsync(1);
  expect(asked).toHaveLength(2);
  engine.take(
    { type: 'account', requestId: asked[1]?.requestId ?? '', ...account, orders } as unknown as AccountEvent,
    '0-0',
  );
  await settle();
  send({ method: 'UNSUBSCRIBE', params: ['account'] }, subscribe(3, 'account'));
  await vi.advanceTimersByTimeAsync(20);
  connection.sessionRevoked('s');
  await vi.advanceTimersByTimeAsync(20);
  expect(asked).toHaveLength(2);
  expect(socket.sent.at(-1)).toEqual({ id: 3, error: error('unauthorized') });
});

test('what large accounts cost counts before they are sent, also when many connections ask for one at once', async () => {
  const reads = new RateWindows(10_000, 15);
  const all = [1, 2, 3].map(() => sharing(new Users(10, 100), reads, sessionOf(alice)));
  for (const { send } of all) send(subscribe(1, 'account', 'bookTicker.BTC'));
  await vi.advanceTimersByTimeAsync(2_500);
  const orders = Array.from({ length: 1_000 }, (_, index) => ({
    ...{ orderId: `${index}`, asset: 'BTC', side: 'buy', quantity: '1', openPrice: '1', margin: '1.000000' },
    ...{ currentPrice: '1', unrealizedPnl: '0.000000' },
  }));
  for (const { engine, asked } of all)
    engine.take(
      { type: 'account', requestId: asked[0]?.requestId ?? '', ...account, orders } as unknown as AccountEvent,
      '0-0',
    );
  await vi.advanceTimersByTimeAsync(0);
  const [first, second, third] = all;
  expect([first, second].map((client) => client?.socket.sent[1])).toMatchObject([
    ...[snapshot, snapshot].map(({ stream }) => ({ stream, data: { type: 'snapshot' } })),
  ]);
  expect(third?.socket.sent).toEqual([{ id: 1, error: { ...error('too_many_requests'), retryAfter: 8 } }]);
  expect(third?.connection.subscriptionCount).toBe(0);
  expect(third?.accounts.isFollowed(alice)).toBe(false);
  // What was not sent does not count.
  expect(reads.shareOf(alice).used).toBe(3 + 2 * 9);
});

test('a small account that was let in is sent, however much was read elsewhere meanwhile', async () => {
  const reads = new RateWindows(10_000, 1);
  const { send, answer, settle, socket } = sharing(new Users(10, 100), reads, sessionOf(alice));
  send(subscribe(1, 'account'));
  await settle();
  reads.charge(alice, 500);
  await answer();
  await settle();
  expect(socket.sent).toEqual([{ id: 1, result: null }, snapshot]);
});
