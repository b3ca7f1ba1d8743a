import type { EventJson } from '@fulcrum/matching';
import { expect, test } from 'vitest';
import { RecentOrders } from './recent-orders.ts';

const placed = (orderId: string) => ({ type: 'accepted', orderId, userId: `of ${orderId}` }) as EventJson<'accepted'>;
const end = (orderId: string) =>
  ({ type: 'order-ended', orderId, userId: `of ${orderId}` }) as EventJson<'order-ended'>;

test('the last ends are kept, with how their orders were placed where that was a moment ago', () => {
  const orders = new RecentOrders(2);
  for (const orderId of ['1', '2', '3']) orders.take(placed(orderId));
  expect(orders.ended('3')).toBeUndefined();
  orders.take(end('1'));
  orders.take(end('3'));
  expect(orders.ended('1')).toEqual({ end: end('1'), placed: undefined });
  expect(orders.ended('3')).toEqual({ end: end('3'), placed: placed('3') });
  orders.take(end('2'));
  expect(['1', '2', '3'].map((orderId) => orders.ended(orderId) !== undefined)).toEqual([false, true, true]);
  expect(['1', '2', '3'].map((orderId) => orders.ownerOf(orderId))).toEqual([undefined, 'of 2', 'of 3']);
  orders.take(placed('4'));
  expect(orders.ownerOf('4')).toBe('of 4');
  orders.clear();
  expect(orders.ended('3')).toBeUndefined();
});
