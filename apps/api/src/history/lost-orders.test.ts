import { randomUUID } from 'node:crypto';
import type { Loss } from '@fulcrum/db';
import { newOrderId } from '@fulcrum/protocol';
import { expect, it } from 'vitest';
import { LostOrders } from './lost-orders.ts';

/** What came from 10 s to 20 s is gone, and what came from 50 s to 60 s. */
const losses: Loss[] = [
  { after: '50000-3', foundAt: 60_000 },
  { after: '10000-7', foundAt: 20_000 },
];
const [first, second] = [
  { lostAfter: 10_000, lostBefore: 20_000 },
  { lostAfter: 50_000, lostBefore: 60_000 },
];

it.each<[madeAt: number, loss: object | undefined]>([
  [15_000, { isIn: true, ...first }],
  [10_000, { isIn: true, ...first }],
  [20_000, { isIn: true, ...first }],
  [55_000, { isIn: true, ...second }],
  // Made long before, and perhaps sent later.
  [1_000, { isIn: false, ...second, isOrEarlier: true }],
  [30_000, { isIn: false, ...second }],
  [62_001, undefined],
  [100_000, undefined],
])('an id made at %i ms that is nowhere: %j', (madeAt, loss) => {
  expect(new LostOrders().lossOf(newOrderId(madeAt), losses)).toEqual(loss && { isOrEarlier: false, ...loss });
});

it('an id that tells no time may have been lost in any loss, of which the last is named', () => {
  const lost = new LostOrders();
  expect(lost.lossOf(randomUUID(), losses)).toEqual({ isIn: false, ...second, isOrEarlier: true });
  expect(lost.lossOf(randomUUID(), [])).toBeUndefined();
});

it.each<[sentAt: number, loss: object]>([
  [15_000, { isIn: true, ...first }],
  [55_000, { isIn: true, ...second }],
  // Another process may have sent it at another time.
  [5_000, { isIn: false, ...second, isOrEarlier: true }],
  [30_000, { isIn: false, ...second, isOrEarlier: true }],
  [70_000, { isIn: false, ...second, isOrEarlier: true }],
])('an order that was sent here at %i ms, whatever its id: %j', (sentAt, loss) => {
  for (const orderId of [randomUUID(), newOrderId(0)]) {
    const lost = new LostOrders();
    lost.sent(orderId, sentAt);
    expect(lost.lossOf(orderId, losses)).toEqual({ isOrEarlier: false, ...loss });
  }
});

it.each([newOrderId(15_000), randomUUID()])('a repetition hides no loss: %s', (orderId) => {
  const lost = new LostOrders();
  for (const sentAt of [5_000, 15_000, 70_000, 90_000]) lost.sent(orderId, sentAt);
  expect(lost.lossOf(orderId, losses)).toEqual({ isIn: true, ...first, isOrEarlier: false });
});

it('an id of the lost time is lost also where only its repetition was sent', () => {
  const lost = new LostOrders();
  const orderId = newOrderId(55_000);
  lost.sent(orderId, 70_000);
  expect(lost.lossOf(orderId, losses)).toEqual({ isIn: true, ...second, isOrEarlier: false });
});

it('remembers the last ten thousand sendings', () => {
  const lost = new LostOrders();
  const ids = Array.from({ length: 10_000 }, () => randomUUID());
  const [repeated = ''] = ids;
  for (const id of ids) lost.sent(id, 15_000);
  lost.sent(repeated, 70_000);
  lost.sent(randomUUID(), 15_000);
  const isInOf = (id = '') => lost.lossOf(id, losses)?.isIn;
  expect([isInOf(repeated), isInOf(ids[1]), isInOf(ids[2]), isInOf(ids.at(-1))]).toEqual([false, false, true, true]);
});
