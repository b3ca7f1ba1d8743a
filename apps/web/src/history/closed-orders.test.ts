import { expect, it } from 'vitest';
import type { ClosedOrder } from '../api/schemas.ts';
import { type ClosedOrders, continued, joined } from './closed-orders.ts';
import { closedOrder } from './testing/closed-order.ts';

/** Orders by the times at which they closed. */
function closedAt(...times: number[]): ClosedOrder[] {
  return times.map((time) => closedOrder({ closedAt: time, closedBy: `${time}-0` }));
}

function timesOf({ orders }: ClosedOrders): number[] {
  return orders.map((order) => order.closedAt);
}

it('knows the newest page when nothing was known', () => {
  const newest = { orders: closedAt(5, 4), nextCursor: '4' };
  expect(joined(newest, undefined)).toBe(newest);
  expect(joined(newest, { orders: [] })).toBe(newest);
});

it('puts what is new before what is known, and keeps where that goes on', () => {
  const known = { orders: closedAt(4, 3, 2), nextCursor: '2' };
  const joint = joined({ orders: closedAt(6, 5, 4), nextCursor: '4' }, known);
  expect([timesOf(joint), joint.nextCursor]).toEqual([[6, 5, 4, 3, 2], '2']);
});

it('stays the same object when nothing is new', () => {
  const known = { orders: closedAt(4, 3, 2) };
  expect(joined({ orders: closedAt(4, 3), nextCursor: '3' }, known)).toBe(known);
});

it('begins again when there may be a gap', () => {
  const newest = { orders: closedAt(9, 8), nextCursor: '8' };
  expect(joined(newest, { orders: closedAt(5, 4), nextCursor: '4' })).toBe(newest);
});

it('adds a page of older ones', () => {
  const known = continued({ orders: closedAt(5, 4), nextCursor: '4' }, '4', { orders: closedAt(3), nextCursor: '3' });
  expect([timesOf(known), known.nextCursor]).toEqual([[5, 4, 3], '3']);
  const whole = continued(known, '3', { orders: closedAt(2) });
  expect([timesOf(whole), whole.nextCursor]).toEqual([[5, 4, 3, 2], undefined]);
});

it('adds no page twice', () => {
  const known = { orders: closedAt(5, 4, 3), nextCursor: '3' };
  expect(continued(known, '4', { orders: closedAt(3), nextCursor: '3' })).toBe(known);
});
