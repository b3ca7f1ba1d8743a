import type { Instrument } from '@fulcrum/cfd';
import type { PastCandle } from '@fulcrum/protocol';
import type { Venue } from '../feeds/venue.ts';
import { checkKlines } from './check-klines.ts';
import { fetchJson } from './fetch-json.ts';
import { pastRange } from './past-pages.ts';
import type { KlineSeconds, VenueKline } from './venue-klines.ts';

/** What a venue told of an asset's past. */
export interface VenuePast {
  readonly source: string;
  /** In the order of their times. */
  readonly candles: readonly PastCandle[];
}

export interface PastQuestion {
  readonly instrument: Instrument;
  readonly seconds: KlineSeconds;
  readonly now: number;
  readonly signal: AbortSignal;
}

/**
 * Asks the venues for an asset's past, in the order of preference, until one of them tells it.
 *
 * @returns undefined when none of them has the asset.
 * @throws what the last of them has failed with, when none tells anything.
 */
export async function fetchPast(venues: readonly Venue[], question: PastQuestion): Promise<VenuePast | undefined> {
  let failure: unknown;
  for (const venue of venues) {
    const symbol = venue.symbolOf(question.instrument.asset);
    if (symbol === undefined) continue;
    try {
      const candles = await fetchFrom(venue, symbol, question);
      if (candles.length > 0) return { source: venue.pastSource, candles };
      failure = new Error(`${venue.name} has no past of ${symbol}`);
    } catch (error) {
      failure = error;
    }
  }
  if (failure !== undefined) throw failure;
  return undefined;
}

async function fetchFrom(venue: Venue, symbol: string, { instrument, seconds, now, signal }: PastQuestion) {
  const { pages, ...whole } = pastRange(seconds, now);
  const klines: VenueKline[] = [];
  for (const page of pages) {
    const path = venue.klines.pathOf({ symbol, seconds, ...page });
    const told = venue.klines.schema.parse(await fetchJson(new URL(path, withSlash(venue.restUrl)), signal));
    // A venue may count the end of a page to it, and the next page begins there.
    klines.push(...told.filter(({ start }) => start < page.to));
  }
  return checkKlines(klines, { symbol, seconds, ...whole }, instrument);
}

/** A path of the address itself stays. */
function withSlash(url: string): string {
  return url.endsWith('/') ? url : `${url}/`;
}
