import { Core, type JsonEvent, type Reads, readCommand } from '@fulcrum/matching';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Book } from '../core/book.ts';
import { Tape } from '../market-data/tape.ts';
import { listedCore } from '../testing/listed-core.ts';
import { BookStreams } from './book-streams.ts';

const SOL = 'SOL_USDC';
const ada = '00000000-0000-4000-8000-000000000001';

let streams: BookStreams;
let reads: Reads;
let told: { stream: string; data: Record<string, unknown> }[];
const subscriber = {
  send: (frame: Buffer) => told.push(JSON.parse(frame.toString())),
  sendLatest: () => {},
};

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  reads = listedCore().reads;
  streams = new BookStreams({ book: new Book(() => reads), tape: new Tape(), nowMs: () => 1 });
});
afterEach(() => {
  streams.stop();
  vi.useRealTimers();
});

const made =
  (isLast: boolean) =>
  (...events: object[]) =>
    streams.take({ id: '1-0', events: events as JsonEvent[], isLast });
const take = made(true);
const takePart = made(false);

/** A core that begins with an open order of Ada's. */
function coreWithOrder(): Core {
  const core = listedCore();
  const apply = (type: string, data: object) => core.apply(readCommand(type, JSON.stringify(data)), 1);
  apply('create-account', { requestId: 'a', userId: ada, deposits: [['USDC', '1000']] });
  const order = { side: 'buy', orderType: 'limit', price: '8', quantity: '3' };
  apply('place-order', { requestId: 'b', userId: ada, market: SOL, ...order });
  return core;
}

const bookChange = (updateId: number) => ({
  ...{ type: 'book', market: SOL, updateId, changes: [['buy', '1.00', `${updateId}.00`]], time: 1 },
});

test('what was gathered is forgotten when the core begins anew, also for a socket that is only closing', () => {
  streams.subscribe(`depth.200ms.${SOL}`, subscriber);
  take(bookChange(7));
  streams.begin({ reads: Core.empty().reads, time: 1 });
  take(bookChange(1));
  take(bookChange(2));
  vi.advanceTimersByTime(200);
  expect(told.map(({ data }) => [data.U, data.u, data.b])).toEqual([[1, 2, [['1.00', '2.00']]]]);
});

test('a quiet book is told each second, without a gap before or behind', () => {
  streams.begin({ reads, time: 1 });
  streams.subscribe(`depth.${SOL}`, subscriber);
  vi.advanceTimersByTime(1_000);
  take(bookChange(1));
  vi.advanceTimersByTime(1_000);
  take(bookChange(2));
  vi.advanceTimersByTime(3_000);
  take(bookChange(3));
  expect(told.map(({ data }) => [data.U, data.u, (data.b as object[]).length])).toEqual([
    [1, 0, 0],
    [1, 1, 1],
    [2, 2, 1],
    [3, 2, 0],
    [3, 2, 0],
    [3, 3, 1],
  ]);
});

const ordered = {
  ...{ type: 'accepted', orderId: '9', userId: ada, market: SOL, side: 'buy', orderType: 'market' },
  ...{ quoteQuantity: '30.00', timeInForce: 'GTC', postOnly: false, selfTradePrevention: 'reject_taker', createdAt: 1 },
};
const fill = (tradeId: number, takerExecuted: string) => ({
  ...{ type: 'fill', market: SOL, tradeId, price: '10.00', quantity: '1.00', takerSide: 'buy', time: 1 },
  ...{ takerOrderId: '9', takerUserId: ada, takerFee: '0', takerExecuted, takerExecutedQuote: `${takerExecuted}0` },
  ...{ makerOrderId: '8', makerUserId: 'ben', makerFee: '0', makerLeft: '0', makerExecuted: '1.00' },
});
const end = (status: string, executed: string) => ({
  ...{ type: 'order-ended', orderId: '9', userId: ada, market: SOL, status, reason: 'no_liquidity', executed, time: 1 },
});

test('an order for an amount is told as filled with its last fill', () => {
  streams.subscribe('account.orderUpdate', subscriber, ada);
  take(ordered, fill(1, '1.00'), fill(2, '2.00'));
  take(fill(3, '3.00'), end('filled', '3.00'));
  const states = told.map(({ data }) => [data.e, data.X, data.z]);
  expect(states).toEqual([
    ['orderAccepted', 'New', '0.00'],
    ['orderFill', 'PartiallyFilled', '1.00'],
    ['orderFill', 'PartiallyFilled', '2.00'],
    ['orderFill', 'Filled', '3.00'],
  ]);
});

test('so is an order whose acceptance was told before somebody followed', () => {
  take(ordered);
  streams.subscribe('account.orderUpdate', subscriber, ada);
  takePart(fill(1, '1.00'), fill(2, '2.00'));
  take(end('filled', '2.00'));
  expect(told.map(({ data }) => [data.X, data.z])).toEqual([
    ['PartiallyFilled', '1.00'],
    ['Filled', '2.00'],
  ]);
});

test('and one that rests with what is left of it is told with the end of its command', () => {
  take(ordered);
  streams.subscribe('account.orderUpdate', subscriber, ada);
  take(fill(1, '1.00'));
  expect(told.map(({ data }) => [data.X, data.z])).toEqual([['PartiallyFilled', '1.00']]);
});

test('orders that were open before the core began anew are forgotten, for a socket that is only closing and for a new one', () => {
  streams.subscribe('account.orderUpdate', subscriber, ada);
  take({ ...ordered, orderId: '5', orderType: 'limit', quantity: '2.00', quoteQuantity: undefined, price: '9.00' });
  reads = coreWithOrder().reads;
  streams.begin({ reads, time: 1 });
  streams.subscribe(`account.orderUpdate.${SOL}`, subscriber, ada);
  told = [];
  take({ ...end('cancelled', '0.00'), orderId: '5' }, { ...end('cancelled', '0.00'), orderId: '1' });
  const shown = told.map(({ stream, data }) => [stream.split('.').length, data.i, data.p, data.q]);
  // The one that is lost is not told as it was placed; the one that the core began with is.
  expect(shown).toEqual([
    [2, '5', undefined, undefined],
    [3, '5', undefined, undefined],
    [2, '1', '8.00', '3.00'],
    [3, '1', '8.00', '3.00'],
  ]);
});

test('one that finds no more is told as expired behind its last fill', () => {
  streams.subscribe(`account.orderUpdate.${SOL}`, subscriber, ada);
  take(ordered, fill(1, '1.00'), end('expired', '1.00'));
  expect(told.map(({ data }) => [data.e, data.X, data.R])).toEqual([
    ['orderAccepted', 'New', undefined],
    ['orderFill', 'PartiallyFilled', undefined],
    ['orderExpired', 'Expired', 'NO_LIQUIDITY'],
  ]);
});
