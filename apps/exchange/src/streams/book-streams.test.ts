import { Core, type JsonEvent } from '@fulcrum/matching';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { Book } from '../core/book.ts';
import { Tape } from '../market-data/tape.ts';
import { BookStreams } from './book-streams.ts';

const SOL = 'SOL_USDC';
const ada = '00000000-0000-4000-8000-000000000001';

let streams: BookStreams;
let told: { stream: string; data: Record<string, unknown> }[];
const subscriber = {
  send: (frame: Buffer) => told.push(JSON.parse(frame.toString())),
  sendLatest: () => {},
};

beforeEach(() => {
  vi.useFakeTimers();
  told = [];
  const { reads } = Core.empty();
  streams = new BookStreams({ book: new Book(() => reads), tape: new Tape(), nowMs: () => 1 });
});
afterEach(() => {
  streams.stop();
  vi.useRealTimers();
});

const take = (...events: object[]) => streams.take({ id: '1-0', events: events as JsonEvent[], isLast: true });
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
    ['orderAccepted', 'New', '0'],
    ['orderFill', 'PartiallyFilled', '1.00'],
    ['orderFill', 'PartiallyFilled', '2.00'],
    ['orderFill', 'Filled', '3.00'],
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
