import { setTimeout as sleep } from 'node:timers/promises';
import type { InstrumentSettings } from '@fulcrum/instruments';
import type { Venue } from '../venues/venue.ts';
import { AskedVenue } from './asking/asked-venue.ts';
import { AssetPast, type AssetPastParts } from './asset-past.ts';
import { Seldom } from './seldom.ts';

export interface PastParts extends Omit<AssetPastParts, 'venues' | 'tellings'> {
  /** In the order of preference. */
  readonly venues: readonly Venue[];
  /** The instruments that are known by now. */
  readonly instruments: () => readonly InstrumentSettings[];
  readonly lookEveryMs?: number;
}

/** How often new instruments and due steps are looked for. */
const LOOK_EVERY_MS = 250;

/**
 * Asks the venues for the past of each asset that has none, and passes it on to the recorder, until the signal is
 * given. Assets do not wait for each other, and prices do not wait for any past.
 */
export async function keepPast(parts: PastParts): Promise<void> {
  const { signal, lookEveryMs = LOOK_EVERY_MS } = parts;
  const venues = parts.venues.map((venue) => new AskedVenue(venue, parts.backoff?.()));
  const tellings = new Seldom();
  const pasts = new Map<string, AssetPast>();
  while (!signal.aborted) {
    for (const settings of parts.instruments()) {
      const past = pasts.get(settings.asset) ?? new AssetPast({ ...parts, venues, tellings });
      pasts.set(settings.asset, past);
      past.look(settings);
    }
    await sleep(lookEveryMs, undefined, { signal }).catch(() => {});
  }
  await Promise.all([...pasts.values()].map((past) => past.running));
}
