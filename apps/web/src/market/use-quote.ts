import type { Instrument } from '@fulcrum/cfd';
import { useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import { serverNow } from '../clock/server-clock.ts';
import { type LiveQuote, quotesStore } from '../feed/quotes.ts';

/** The last quote of an asset. `useFreshness` says whether it is live. */
export function useQuote(asset: string): LiveQuote | undefined {
  return useStore(quotesStore, ({ quotes }) => quotes[asset]);
}

/** The state of a price: live, too old to trade at, or none, also while there is no connection. */
export type Freshness = 'live' | 'stale' | 'none';

export function useFreshness(instrument: Instrument): Freshness {
  return useSyncExternalStore(everySecond, () => freshnessOf(instrument));
}

function freshnessOf({ asset, maxQuoteAgeMs }: Instrument): Freshness {
  const { quotes, isConnected } = quotesStore.getState();
  const quote = quotes[asset];
  if (quote === undefined || !isConnected) return 'none';
  return serverNow() - quote.time > maxQuoteAgeMs ? 'stale' : 'live';
}

/** A price becomes stale without an event, so it is looked at every second. */
function everySecond(onChange: () => void): () => void {
  const timer = setInterval(onChange, 1_000);
  const unsubscribe = quotesStore.subscribe(onChange);
  return () => {
    clearInterval(timer);
    unsubscribe();
  };
}
