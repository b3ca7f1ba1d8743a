import type { Instrument } from '@fulcrum/cfd';
import type { PastCandle } from '@fulcrum/protocol';
import { toError } from '@fulcrum/streams';
import type { Venue } from '../venues/venue.ts';
import type { KlineSeconds, VenueKline } from '../venues/venue-klines.ts';
import { type AskedVenue, RestingError } from './asking/asked-venue.ts';
import { fetchJson } from './asking/fetch-json.ts';
import { checkKlines } from './check-klines.ts';
import { holdToQuote, type Quote } from './check-quote.ts';
import { pastRange } from './past-pages.ts';

/** An asset's past, as a venue told it. */
export interface VenuePast {
  readonly source: string;
  /** In the order of their times; at least one. */
  readonly candles: readonly PastCandle[];
}

/** A venue has answered, and there are no candles. */
export class NoPastError extends Error {
  override name = 'NoPastError';
}

export interface PastQuestion {
  readonly instrument: Instrument;
  readonly seconds: KlineSeconds;
  readonly now: number;
  /** Undefined if none can be expected. */
  readonly quote: Quote | undefined;
  readonly signal: AbortSignal;
}

/** The outcome of asking the venues. It is empty if none of them has the asset. */
export interface PastAnswer {
  readonly past: VenuePast | undefined;
  readonly failures: readonly { readonly venue: Venue; readonly error: Error }[];
  /** The time at which the first resting venue may be asked, by the steady clock. */
  readonly restingUntil: number | undefined;
}

/** Asks the venues for an asset's past, in the order of preference, until one answers. */
export async function fetchPast(venues: readonly AskedVenue[], question: PastQuestion): Promise<PastAnswer> {
  const failures: { venue: Venue; error: Error }[] = [];
  let restingUntil: number | undefined;
  for (const asked of venues) {
    const { venue } = asked;
    const symbol = venue.symbolOf(question.instrument.asset);
    if (symbol === undefined) continue;
    try {
      const candles = await fetchFrom(asked, symbol, question);
      if (candles.length > 0) return { past: { source: venue.pastSource, candles }, failures, restingUntil };
      failures.push({ venue, error: new NoPastError(`${venue.name} has no past of ${symbol}`) });
    } catch (error) {
      if (error instanceof RestingError) restingUntil = Math.min(restingUntil ?? error.until, error.until);
      else failures.push({ venue, error: toError(error) });
    }
  }
  return { past: undefined, failures, restingUntil };
}

async function fetchFrom(asked: AskedVenue, symbol: string, question: PastQuestion): Promise<PastCandle[]> {
  const { instrument, seconds, now, quote, signal } = question;
  const { klines: dialect, restUrl } = asked.venue;
  const { pages, ...whole } = pastRange(seconds, now);
  const klines: VenueKline[] = [];
  for (const page of pages) {
    const url = new URL(dialect.pathOf({ symbol, seconds, ...page }), withSlash(restUrl));
    const told = dialect.schema.parse(await asked.ask(() => fetchJson(url, signal)));
    // A venue may include the end of a page, where the next page begins.
    klines.push(...told.filter(({ start }) => start < page.to));
  }
  const candles = checkKlines(klines, { symbol, seconds, ...whole }, instrument);
  if (quote !== undefined) holdToQuote(candles, seconds, quote);
  return candles;
}

/** The address with its path kept. */
function withSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`;
}
