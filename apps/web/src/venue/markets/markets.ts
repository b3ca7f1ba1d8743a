import { useQuery } from '@tanstack/react-query';
import { venueCall } from '../api/venue-call.ts';
import { marketsAnswer } from '../api/venue-schemas.ts';
import { toVenueMarket } from './venue-market.ts';

/** The markets of the venue. Nobody is told when their settings change, so they are asked for now and then. */
export function useVenueMarkets() {
  return useQuery({
    queryKey: ['venue', 'markets'],
    queryFn: async ({ signal }) =>
      (await venueCall({ path: '/markets', schema: marketsAnswer, signal })).map(toVenueMarket),
    // Right after its start the venue may not know any market yet.
    refetchInterval: ({ state }) => (state.data === undefined || state.data.length === 0 ? 1_000 : 30_000),
    retry: false,
  });
}
