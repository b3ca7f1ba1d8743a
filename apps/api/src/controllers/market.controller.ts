import type { Reply } from '../http/route.ts';
import type { KlinesQuery } from '../http/schemas.ts';
import type { Charts } from '../market/charts.ts';
import type { MarketView } from '../market/market-view.ts';
import { presentQuotes, type Quotes } from '../market/present-quotes.ts';

export function listInstruments(market: MarketView): Reply {
  return { status: 200, body: { instruments: market.instruments() } };
}

export function listQuotes(market: Quotes): Reply {
  return { status: 200, body: { quotes: presentQuotes(market) } };
}

export async function listKlines(charts: Charts, query: KlinesQuery): Promise<Reply> {
  return { status: 200, body: await charts.klines(query) };
}

export async function listTickers(charts: Charts): Promise<Reply> {
  return { status: 200, body: await charts.tickers() };
}
