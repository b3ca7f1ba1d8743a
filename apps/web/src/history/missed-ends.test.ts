import type { PendingOrderJson } from '@fulcrum/protocol';
import { expect, it } from 'vitest';
import type { CancelledOrder } from '../api/schemas.ts';
import { MissedEnds } from './missed-ends.ts';
import { closedOrder } from './testing/closed-order.ts';

const waited = (orderId: string) => ({ orderId, asset: 'BTC_USDC' }) as PendingOrderJson;
const nothing = { closings: [], opened: [], ended: [] };

it('takes the closings of a position that were missed, oldest first, and those that were told before not again', () => {
  const missed = new MissedEnds();
  missed.add({ ...nothing, closings: [{ orderId: 'a', before: '0.07', left: undefined }] });
  const part = (quantity: string, remaining?: string) =>
    closedOrder({ orderId: 'a', quantity, ...(remaining === undefined ? {} : { remaining }) });
  const toldBefore = part('0.03', '0.07');
  // The history is behind: the last closing is missing.
  expect(missed.take([part('0.02', '0.05'), toldBefore]).closings).toEqual([]);
  const rows = [part('0.05'), part('0.02', '0.05'), toldBefore, closedOrder({ orderId: 'b' })];
  expect(missed.take(rows).closings.map(({ quantity }) => quantity)).toEqual(['0.02', '0.05']);
  expect(missed.size).toBe(0);
});

it('takes no closing that came after the feed was back, and all that was missed when it was lost twice', () => {
  const missed = new MissedEnds();
  missed.add({ ...nothing, closings: [{ orderId: 'a', before: '0.07', left: '0.05' }] });
  missed.add({ ...nothing, closings: [{ orderId: 'a', before: '0.05', left: '0.02' }] });
  const part = (quantity: string, remaining?: string) =>
    closedOrder({ orderId: 'a', quantity, ...(remaining === undefined ? {} : { remaining }) });
  const rows = [part('0.02'), part('0.03', '0.02'), part('0.02', '0.05')];
  expect(missed.take(rows).closings).toEqual([rows[2], rows[1]]);
});

it('takes what was closed of a position that is open still', () => {
  const missed = new MissedEnds();
  missed.add({ ...nothing, closings: [{ orderId: 'a', before: '0.07', left: '0.02' }] });
  const rows = [closedOrder({ orderId: 'a', quantity: '0.05', remaining: '0.02' })];
  expect(missed.take(rows).closings).toHaveLength(1);
  expect(missed.take(rows).closings).toEqual([]);
});

it('takes how an order ended that had waited: cancelled, opened and closed, or with others reduced', () => {
  const missed = new MissedEnds();
  missed.add({ ...nothing, ended: ['cancelled', 'closed', 'reduced', 'unknown'].map(waited) });
  const cancelled = { orderId: 'cancelled', code: 'expired', cancelledBy: '1-0' } as CancelledOrder;
  const told = missed.take([
    closedOrder({ orderId: 'closed', quantity: '0.01000' }),
    cancelled,
    { ...cancelled, orderId: 'of somebody who cancelled it at the screen' },
    closedOrder({ orderId: 'x', quantity: '0.04000', nettedBy: 'reduced', reason: 'netting' }),
    closedOrder({ orderId: 'y', quantity: '0.03000', nettedBy: 'reduced', reason: 'netting', remaining: '0.01000' }),
  ]);
  expect(told.closings).toMatchObject([{ orderId: 'closed' }]);
  expect(told.cancelled).toEqual([cancelled]);
  expect(told.reduced).toEqual([{ asset: 'BTC_USDC', closedQuantity: '0.07000' }]);
  expect(missed.size).toBe(1);
});
