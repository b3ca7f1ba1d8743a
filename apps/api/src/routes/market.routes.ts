import { listInstruments, listKlines, listQuotes, listTickers } from '../controllers/market.controller.ts';
import { type Route, route } from '../http/route.ts';
import { instrumentsReply, klinesQuery, klinesReply, quotesReply, tickersReply } from '../http/schemas.ts';
import type { Charts } from '../market/charts.ts';
import type { MarketView } from '../market/market-view.ts';

export function marketRoutes(market: MarketView, charts: Charts): Route[] {
  return [
    route(
      {
        method: 'get',
        path: '/market/instruments',
        waitsFor: 'nothing',
        tag: 'market',
        summary: 'What may be traded, and within which limits',
        access: 'public',
        needs: ['instruments'],
        responses: { 200: { description: 'By name', schema: instrumentsReply } },
      },
      () => listInstruments(market),
    ),
    route(
      {
        method: 'get',
        path: '/market/quotes',
        waitsFor: 'nothing',
        tag: 'market',
        summary: 'The last price of each instrument, and where it comes from',
        access: 'public',
        responses: { 200: { description: 'By name', schema: quotesReply } },
      },
      () => listQuotes(market),
    ),
    route(
      {
        method: 'get',
        path: '/market/klines',
        waitsFor: 'charts',
        tag: 'market',
        summary: "Candles of an instrument's bid, at most 1,500; the last one may still be running",
        access: 'public',
        needs: ['instruments'],
        limit: 'chart',
        query: klinesQuery,
        responses: { 200: { description: 'In the order of time', schema: klinesReply } },
      },
      ({ query }) => listKlines(charts, query),
    ),
    route(
      {
        method: 'get',
        path: '/market/tickers',
        waitsFor: 'charts',
        tag: 'market',
        summary: 'What each price did in the last 24 hours, or since the data begin',
        access: 'public',
        needs: ['instruments'],
        responses: { 200: { description: 'By name; an instrument without a price is left out', schema: tickersReply } },
      },
      () => listTickers(charts),
    ),
  ];
}
