import type { MarketView } from './market-view.ts';
import { presentSources } from './present-sources.ts';

/** What tells the last tick of each asset. */
export type Quotes = Pick<MarketView, 'quotes' | 'unseenForMs' | 'heldPrice' | 'instrument'>;

/**
 * The last tick of each asset with its age, and the tick that is held. The age is at least the time for which this process
 * has seen no tick, so that ids ahead of the clock do not hide it.
 */
export function presentQuotes(market: Quotes) {
  const now = Date.now();
  return market.quotes().map((quote) => {
    const ageMs = Math.max(now - quote.time, Math.floor(market.unseenForMs(quote.asset)));
    const held = market.heldPrice(quote.asset);
    const stale = held !== undefined || ageMs > (market.instrument(quote.asset)?.maxQuoteAgeMs ?? 0);
    const sources = quote.sources && { sources: presentSources(quote.sources, ageMs) };
    return { ...quote, ...sources, ageMs, stale, ...(held === undefined ? {} : { held }) };
  });
}
