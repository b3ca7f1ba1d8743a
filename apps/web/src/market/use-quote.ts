import type { Instrument } from '@fulcrum/cfd';
import { useSyncExternalStore } from 'react';
import { useStore } from 'zustand';
import { serverNow } from '../clock/server-clock.ts';
import { type LiveQuote, quotesStore } from '../feed/quotes.ts';

/** The last quote of an asset. Whether it is live, `useFreshness` says. */
export function useQuote(asset: string): LiveQuote | undefined {
  return useStore(quotesStore, ({ quotes }) => quotes[asset]);
}

/** What a price is worth at the moment: nothing without a connection, little when it is too old to trade at. */
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

/** A price gets stale without anything happening, so it is looked at now and then. */
function everySecond(onChange: () => void): () => void {
  const timer = setInterval(onChange, 1_000);
  const unsubscribe = quotesStore.subscribe(onChange);
  return () => {
    clearInterval(timer);
    unsubscribe();
  };
}
