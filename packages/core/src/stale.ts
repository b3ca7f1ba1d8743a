import type { Instrument } from './instrument.ts';
import type { Quote } from './market.ts';

/** Whether the last tick is too old to trade at, `now` in milliseconds of log time. */
export function isStale(quote: Quote, instrument: Instrument, now: number): boolean {
  return now - quote.time > instrument.maxQuoteAgeMs;
}

export function staleMessage(quote: Quote, now: number): string {
  return `The last price is ${now - quote.time} ms old.`;
}
