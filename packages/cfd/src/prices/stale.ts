import type { Instrument } from '../messages/instrument.ts';

import type { Quote } from './quote.ts';

/** What decides whether a quote is stale besides its age. While a tick is held, nobody trades on the price before it. */
export interface QuoteSource {
  readonly instrument: Instrument;
  readonly held?: object | undefined;
}

/** Whether the quote is too old to trade at, or in doubt; `now` in milliseconds of log time. */
export function isStale({ instrument, held }: QuoteSource, quote: Quote, now: number): boolean {
  return held !== undefined || now - quote.time > instrument.maxQuoteAgeMs;
}

/** Says to people why a quote is stale. */
export function staleMessage({ held }: QuoteSource, quote: Quote, now: number): string {
  if (held !== undefined) return 'The last price is far from the one before it, and has to be confirmed by another.';
  return `The last price is ${now - quote.time} ms old.`;
}
