import { listInstruments, listQuotes } from '../controllers/market.controller.ts';
import type { MarketView } from '../market-view.ts';
import { type Route, route } from '../route.ts';
import { instrumentsReply, quotesReply } from '../schemas.ts';

export function marketRoutes(market: MarketView): Route[] {
  return [
    route(
      {
        method: 'get',
        path: '/market/instruments',
        tag: 'market',
        summary: 'What may be traded, and within which limits',
        session: false,
        responses: { 200: { description: 'By name', schema: instrumentsReply } },
      },
      () => listInstruments(market),
    ),
    route(
      {
        method: 'get',
        path: '/market/quotes',
        tag: 'market',
        summary: 'The last price of each instrument, and where it comes from',
        session: false,
        responses: { 200: { description: 'By name', schema: quotesReply } },
      },
      () => listQuotes(market),
    ),
  ];
}
