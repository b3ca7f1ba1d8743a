import type { PriceHeldEvent, PriceReleasedEvent } from '@fulcrum/protocol';
import { type QueryClient, useQuery } from '@tanstack/react-query';
import { call } from '../api/client.ts';
import { type HeldPrice, quotesAnswer } from '../api/schemas.ts';
import { askServerTime } from './server-clock.ts';

export const PRICE_SOURCES_KEY = ['price-sources'];

interface PriceSource {
  readonly source: string;
  readonly held?: HeldPrice | undefined;
}

/**
 * Where each asset's price comes from: recorded, simulated, or a venue's name; and whether one is held. Looked at now and
 * then, and when the feed tells of a change.
 */
export function usePriceSources() {
  return useQuery({
    queryKey: PRICE_SOURCES_KEY,
    queryFn: async ({ signal }) => {
      const answer = askServerTime();
      const { data } = await call({ path: '/market/quotes', schema: quotesAnswer, signal });
      const [quote] = data.quotes;
      if (quote !== undefined) answer(quote.time + quote.ageMs);
      return new Map<string, PriceSource>(data.quotes.map(({ asset, source, held }) => [asset, { source, held }]));
    },
    refetchInterval: 15_000,
  });
}

/** Takes what the feed tells of a held price. The API's answer might still be of before (see takeSettings). */
export async function takeHeldPrice(client: QueryClient, event: PriceHeldEvent | PriceReleasedEvent): Promise<void> {
  await client.cancelQueries({ queryKey: PRICE_SOURCES_KEY });
  client.setQueryData<Map<string, PriceSource>>(PRICE_SOURCES_KEY, (known) => {
    const quoted = known?.get(event.asset);
    if (known === undefined || quoted === undefined) return known;
    return new Map(known).set(event.asset, { ...quoted, held: event.type === 'price-held' ? event : undefined });
  });
}
