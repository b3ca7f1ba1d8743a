import type { PendingOrderJson, ValuedOrderJson } from '@fulcrum/protocol';
import { expect, it } from 'vitest';
import { missedBetween } from './missed.ts';

const open = (quantities: Record<string, string>) =>
  new Map(Object.entries(quantities).map(([orderId, quantity]) => [orderId, { orderId, quantity } as ValuedOrderJson]));
const waiting = (...ids: string[]) => new Map(ids.map((orderId) => [orderId, { orderId } as PendingOrderJson]));

it('tells which positions closed, in part or whole, and what became of orders that waited', () => {
  const before = { orders: open({ a: '3', b: '2', c: '1' }), pending: waiting('d', 'e', 'f') };
  const after = { orders: open({ a: '3', b: '1', d: '5', x: '1' }), pending: waiting('e', 'y') };
  expect(missedBetween(before, after)).toEqual({
    closings: [
      { orderId: 'b', before: '2', left: '1' },
      { orderId: 'c', before: '1', left: undefined },
    ],
    opened: [{ orderId: 'd', quantity: '5' }],
    ended: [{ orderId: 'f' }],
  });
});

it('tells nothing where nothing was missed, nor of what began meanwhile', () => {
  const nothing = { orders: open({}), pending: waiting() };
  expect(missedBetween(nothing, { orders: open({ a: '1' }), pending: waiting('b') })).toBeUndefined();
  expect(
    missedBetween({ ...nothing, orders: open({ a: '1' }) }, { ...nothing, orders: open({ a: '1' }) }),
  ).toBeUndefined();
});
