import { useQuery } from '@tanstack/react-query';
import { call } from '../api/client.ts';
import { quotesAnswer } from '../api/schemas.ts';
import { clientNow, noteServerTime } from './server-clock.ts';

export const PRICE_SOURCES_KEY = ['price-sources'];

/**
 * Where each asset's price comes from: recorded, simulated, or a venue's name; and whether one is held. Looked at now and
 * then, and when the feed tells of a change.
 */
export function usePriceSources() {
  return useQuery({
    queryKey: PRICE_SOURCES_KEY,
    queryFn: async ({ signal }) => {
      const askedAt = clientNow();
      const { data } = await call({ path: '/market/quotes', schema: quotesAnswer, signal });
      const [quote] = data.quotes;
      if (quote !== undefined) noteServerTime(quote.time + quote.ageMs, askedAt, clientNow());
      return new Map(data.quotes.map(({ asset, source, held }) => [asset, { source, held }]));
    },
    refetchInterval: 15_000,
  });
}
