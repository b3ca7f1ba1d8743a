import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { noticeManager } from '../../notices/notices.ts';
import type { OrderUpdate } from '../api/venue-messages.ts';
import { FillNotices, fillNotices } from './fill-notices.ts';

const FILL: OrderUpdate = {
  ...{ e: 'orderFill', s: 'BTC_USDC', i: '5', S: 'Bid', L: '61800.0', l: '0.00100', q: '0.00300', z: '0.00100' },
  ...{ X: 'PartiallyFilled', m: true, t: 9, T: 1 },
};
const LAST: OrderUpdate = { ...FILL, l: '0.00200', z: '0.00300', X: 'Filled', t: 10 };

beforeEach(() => {
  vi.useFakeTimers();
});
afterEach(() => {
  vi.useRealTimers();
  vi.restoreAllMocks();
});

it('tells how much of an order is filled, in one notice of the order', () => {
  const key = 'fill BTC_USDC 5';
  expect(fillNotices([FILL])).toEqual([
    { kind: 'good', title: 'Order partly filled', text: 'Bought 0.00100 of 0.00300 BTC/USDC at 61,800.0', key },
  ]);
  expect(fillNotices([FILL, { ...LAST, S: 'Ask' }])).toEqual([
    { kind: 'good', title: 'Order filled', text: 'Sold 0.00300 BTC/USDC at 61,800.0', key },
  ]);
});

it('tells of many orders at once in one notice', () => {
  const many = Array.from({ length: 40 }, (_, id) => ({ ...LAST, i: String(id) }));
  expect(fillNotices(many)).toEqual([
    { kind: 'good', title: 'Orders filled', text: '40 of your orders, in whole or part' },
  ]);
});

it('tells of orders that stood in the book alone, and of nothing once it is stopped', () => {
  const told = vi.spyOn(noticeManager, 'add');
  const notices = new FillNotices();
  notices.add({ ...LAST, m: false });
  notices.add({ e: 'orderAccepted', s: 'BTC_USDC', i: '6', T: 1 });
  vi.runAllTimers();
  expect(told).not.toHaveBeenCalled();
  notices.add(FILL);
  notices.add(LAST);
  vi.runAllTimers();
  expect(told).toHaveBeenCalledOnce();
  notices.add(FILL);
  notices.stop();
  vi.runAllTimers();
  expect(told).toHaveBeenCalledOnce();
});
