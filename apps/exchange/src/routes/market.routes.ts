import { z } from 'zod';
import { type VenueRoute, venueRoute } from '../http/venue-route.ts';
import type { MarketController } from '../market-data/market.controller.ts';
import { MAX_TRADES } from '../market-data/tape.ts';

export const symbol = z.string().min(1).max(32);

export const wholeUpTo = (least: number, most: number, byDefault: number) =>
  z
    .string()
    .regex(/^\d{1,6}$/, 'must be a whole number')
    .transform(Number)
    .pipe(z.int().min(least).max(most))
    .default(byDefault);

const limit = wholeUpTo(1, 1_000, 1_000);
export const tradesLimit = wholeUpTo(1, MAX_TRADES, 100);

const get = { method: 'get', access: 'public' } as const;

/** What anybody may ask. */
export function marketRoutes(market: MarketController): VenueRoute[] {
  return [
    venueRoute({ ...get, path: '/api/v1/status', isAlwaysThere: true }, () => market.status()),
    venueRoute({ ...get, path: '/api/v1/ping', isAlwaysThere: true }, () => 'pong'),
    venueRoute({ ...get, path: '/api/v1/time', isAlwaysThere: true }, () => market.time()),
    venueRoute({ ...get, path: '/api/v1/assets' }, () => market.assets()),
    venueRoute({ ...get, path: '/api/v1/markets' }, () => market.markets()),
    venueRoute({ ...get, path: '/api/v1/market', query: z.strictObject({ symbol }) }, ({ query }) =>
      market.market(query.symbol),
    ),
    venueRoute(
      { ...get, path: '/api/v1/ticker', query: z.strictObject({ symbol, interval: z.literal('1d').optional() }) },
      ({ query }) => market.ticker(query.symbol),
    ),
    venueRoute(
      { ...get, path: '/api/v1/tickers', query: z.strictObject({ interval: z.literal('1d').optional() }) },
      () => market.tickers(),
    ),
    venueRoute({ ...get, path: '/api/v1/depth', query: z.strictObject({ symbol, limit }) }, ({ query }) =>
      market.depth(query.symbol, query.limit),
    ),
    venueRoute({ ...get, path: '/api/v1/trades', query: z.strictObject({ symbol, limit: tradesLimit }) }, ({ query }) =>
      market.trades(query.symbol, query.limit),
    ),
  ];
}
