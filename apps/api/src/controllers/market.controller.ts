import type { Reply } from '../http/route.ts';
import type { KlinesQuery } from '../http/schemas.ts';
import type { Charts } from '../market/charts.ts';
import type { MarketView } from '../market/market-view.ts';
import { presentSources } from '../market/present-sources.ts';

export function listInstruments(market: MarketView): Reply {
  return { status: 200, body: { instruments: market.instruments() } };
}

/**
 * The last tick of each asset with its age, and the tick that is held. The age is at least the time for which this process
 * has seen no tick, so that ids ahead of the clock do not hide it.
 */
export function listQuotes(market: Pick<MarketView, 'quotes' | 'unseenForMs' | 'heldPrice' | 'instrument'>): Reply {
  const now = Date.now();
  const quotes = market.quotes().map((quote) => {
    const ageMs = Math.max(now - quote.time, Math.floor(market.unseenForMs(quote.asset)));
    const held = market.heldPrice(quote.asset);
    const stale = held !== undefined || ageMs > (market.instrument(quote.asset)?.maxQuoteAgeMs ?? 0);
    const sources = quote.sources && { sources: presentSources(quote.sources, ageMs) };
    return { ...quote, ...sources, ageMs, stale, ...(held === undefined ? {} : { held }) };
  });
  return { status: 200, body: { quotes } };
}

export async function listKlines(charts: Charts, query: KlinesQuery): Promise<Reply> {
  return { status: 200, body: await charts.klines(query) };
}

export async function listTickers(charts: Charts): Promise<Reply> {
  return { status: 200, body: await charts.tickers() };
}
