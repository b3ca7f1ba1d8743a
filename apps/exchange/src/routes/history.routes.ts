import { z } from 'zod';
import type { HistoryController } from '../history/history.controller.ts';
import { type VenueRoute, venueRoute } from '../http/venue-route.ts';
import { INTERVALS } from '../past/intervals.ts';
import { seconds } from '../past/klines.ts';
import { page, requireInOrder, symbol, times, wholeUpTo } from './list-query.ts';
import { tradesLimit } from './market.routes.ts';

const list = {
  symbol: symbol.optional(),
  orderId: z
    .string()
    .regex(/^\d{1,16}$/, 'must be the id of an order')
    .optional(),
  ...page,
  /** There are no others here. */
  marketType: z.literal('SPOT').optional(),
  sortDirection: z.enum(['Asc', 'Desc']).default('Desc'),
};

const history = { method: 'get', readsHistory: true } as const;

/** What is past. */
export function historyRoutes(past: HistoryController): VenueRoute[] {
  return [
    venueRoute(
      {
        ...{ ...history, path: '/api/v1/trades/history', access: 'public' },
        query: z.strictObject({ symbol, limit: tradesLimit, offset: wholeUpTo(0, 100_000, 0) }),
      },
      ({ query }) => past.trades(query.symbol, query.limit, query.offset),
    ),
    venueRoute(
      {
        ...{ ...history, path: '/wapi/v1/history/orders', access: { signedFor: 'orderHistoryQueryAll' } },
        query: z.strictObject(list),
      },
      ({ userId, query }) => past.orders(userId, query),
    ),
    venueRoute(
      {
        ...{ ...history, path: '/wapi/v1/history/fills', access: { signedFor: 'fillHistoryQueryAll' } },
        query: z.strictObject({
          ...list,
          ...times,
          /** All fills are a user's own. */
          fillType: z.literal('User').optional(),
        }),
      },
      ({ userId, query }) => {
        requireInOrder(query);
        return past.fills(userId, query);
      },
    ),
  ];
}

/** The book's own klines. */
export function klineRoutes(past: HistoryController): VenueRoute[] {
  return [
    venueRoute(
      {
        ...{ ...history, path: '/api/v1/klines', access: 'public' },
        query: z.strictObject({
          ...{ symbol, interval: z.enum(INTERVALS), startTime: seconds, endTime: seconds.optional() },
          priceType: z.literal('LastPrice').optional(),
        }),
      },
      ({ query }) => past.klines(query.symbol, query.interval, query.startTime, query.endTime),
    ),
  ];
}
