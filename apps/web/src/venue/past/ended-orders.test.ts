import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { type PastVenueOrder, pastOrdersAnswer } from '../api/venue-schemas.ts';
import { endedOrders, endOf } from './ended-orders.ts';

// Where the local time is not UTC.
beforeEach(() => {
  vi.stubEnv('TZ', 'Asia/Kolkata');
});
afterEach(() => {
  vi.unstubAllEnvs();
});

/** As the history tells of an order. */
const TOLD = {
  ...{ id: '5', clientId: 7, symbol: 'A_B', side: 'Bid', orderType: 'Limit', timeInForce: 'GTC', price: '1.0' },
  ...{ quantity: '2', quoteQuantity: null, executedQuantity: '0', executedQuoteQuantity: '0', status: 'Expired' },
  ...{ createdAt: '2026-11-29T12:00:00.123', expiryReason: 'PRICE_BAND' },
};

function order(changes: object): PastVenueOrder {
  const [read] = pastOrdersAnswer.parse([{ ...TOLD, ...changes }]);
  if (read === undefined) throw new Error('one order was read');
  return read;
}

it('reads the times of the history as UTC', () => {
  expect(order({}).createdAt).toBe(Date.UTC(2026, 10, 29, 12, 0, 0, 123));
  expect(pastOrdersAnswer.safeParse([{ ...TOLD, createdAt: '2026-13-29T12:00:00.123' }]).success).toBe(false);
});

it('has the orders that are over, each once', () => {
  const [open, partly, gone] = [
    order({ status: 'New' }),
    order({ status: 'PartiallyFilled', id: '6' }),
    order({ id: '7' }),
  ];
  const elsewhere = order({ id: '7', symbol: 'C_D', status: 'Filled' });
  expect(endedOrders([gone, open, partly, gone, elsewhere])).toEqual([gone, elsewhere]);
});

it.each([
  [{ status: 'Filled', expiryReason: null }, 'Filled'],
  [{ status: 'Cancelled', expiryReason: null }, 'Cancelled'],
  [{}, 'Expired: price band'],
  [{ expiryReason: 'SELF_TRADE' }, 'Expired: self-trade'],
  [{ expiryReason: 'IOC' }, 'Expired: IOC'],
  [{ expiryReason: 'FOK' }, 'Expired: FOK'],
  [{ expiryReason: 'NEW_REASON' }, 'Expired: new reason'],
  [{ expiryReason: null }, 'Expired'],
])('says how an order ended: %o', (changes, text) => {
  expect(endOf(order(changes)).text).toBe(text);
});
