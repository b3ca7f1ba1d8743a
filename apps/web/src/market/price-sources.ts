import { useQuery } from '@tanstack/react-query';
import { call } from '../api/client.ts';
import { quotesAnswer } from '../api/schemas.ts';
import { clientNow, noteServerTime } from './server-clock.ts';

/** Where each asset's price comes from: recorded, simulated, or a venue's name. Looked at now and then. */
export function usePriceSources() {
  return useQuery({
    queryKey: ['price-sources'],
    queryFn: async ({ signal }) => {
      const askedAt = clientNow();
      const { data } = await call({ path: '/market/quotes', schema: quotesAnswer, signal });
      const [quote] = data.quotes;
      if (quote !== undefined) noteServerTime(quote.time + quote.ageMs, askedAt, clientNow());
      return new Map(data.quotes.map(({ asset, source }) => [asset, source]));
    },
    refetchInterval: 15_000,
  });
}
