import { randomUUID } from 'node:crypto';
import type { Loss } from '@fulcrum/db';
import { newOrderId } from '@fulcrum/protocol';
import { expect, it, vi } from 'vitest';
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
  [1_000, { isIn: false, ...first }],
  [30_000, { isIn: false, ...second }],
  [62_001, undefined],
  [100_000, undefined],
])('an id made at %i ms that is nowhere: %j', (madeAt, loss) => {
  expect(new LostOrders().lossOf(newOrderId(madeAt), losses)).toEqual(loss);
});

it('an id that tells no time may have been lost in any loss', () => {
  expect(new LostOrders().lossOf(randomUUID(), losses)).toEqual({ isIn: false, ...first });
  expect(new LostOrders().lossOf(randomUUID(), [])).toBeUndefined();
});

it.each<[sentAt: number, loss: object | undefined]>([
  [15_000, { isIn: true, ...first }],
  [55_000, { isIn: true, ...second }],
  [5_000, undefined],
  [30_000, undefined],
  [70_000, undefined],
])('an order that was sent here at %i ms, whatever its id: %j', (sentAt, loss) => {
  vi.spyOn(Date, 'now').mockReturnValue(sentAt);
  for (const orderId of [randomUUID(), newOrderId(0)]) {
    const lost = new LostOrders();
    lost.sent(orderId);
    expect(lost.lossOf(orderId, losses)).toEqual(loss);
  }
  vi.restoreAllMocks();
});

it('remembers the last ten thousand that were sent', () => {
  vi.spyOn(Date, 'now').mockReturnValue(15_000);
  const lost = new LostOrders();
  const ids = Array.from({ length: 10_001 }, () => randomUUID());
  for (const id of ids) lost.sent(id);
  const isInOf = (id = '') => lost.lossOf(id, losses)?.isIn;
  expect([isInOf(ids[0]), isInOf(ids[1]), isInOf(ids.at(-1))]).toEqual([false, true, true]);
  vi.restoreAllMocks();
});
