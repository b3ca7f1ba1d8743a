import { z } from 'zod';
import { type VenueRoute, venueRoute } from '../http/venue-route.ts';
import type { MarketController } from '../market-data/market.controller.ts';
import { MAX_TRADES, TICKER_INTERVALS } from '../market-data/tape.ts';
import { symbol, wholeUpTo } from './list-query.ts';

const limit = wholeUpTo(1, 1_000, 1_000);
const tickerInterval = z.enum(TICKER_INTERVALS).default('1d');
export const tradesLimit = wholeUpTo(1, MAX_TRADES, 100);

const get = { method: 'get', access: 'public' } as const;
const core = { ...get, readsCore: true } as const;

/** What anybody may ask. */
export function marketRoutes(market: MarketController): VenueRoute[] {
  return [
    venueRoute({ ...get, path: '/api/v1/status', isAlwaysThere: true }, () => market.status()),
    venueRoute({ ...get, path: '/api/v1/ping', isAlwaysThere: true }, () => 'pong'),
    venueRoute({ ...get, path: '/api/v1/time', isAlwaysThere: true }, () => market.time()),
    venueRoute({ ...core, path: '/api/v1/assets' }, () => market.assets()),
    venueRoute({ ...core, path: '/api/v1/markets' }, () => market.markets()),
    venueRoute({ ...core, path: '/api/v1/market', query: z.strictObject({ symbol }) }, ({ query }) =>
      market.market(query.symbol),
    ),
    venueRoute(
      { ...get, path: '/api/v1/ticker', query: z.strictObject({ symbol, interval: tickerInterval }) },
      ({ query }) => market.ticker(query.symbol, query.interval),
    ),
    venueRoute({ ...get, path: '/api/v1/tickers', query: z.strictObject({ interval: tickerInterval }) }, ({ query }) =>
      market.tickers(query.interval),
    ),
    venueRoute({ ...core, path: '/api/v1/depth', query: z.strictObject({ symbol, limit }) }, ({ query }) =>
      market.depth(query.symbol, query.limit),
    ),
    venueRoute({ ...get, path: '/api/v1/trades', query: z.strictObject({ symbol, limit: tradesLimit }) }, ({ query }) =>
      market.trades(query.symbol, query.limit),
    ),
  ];
}
