import { venueCall } from '../api/venue-call.ts';
import { type PastVenueOrder, pastOrdersAnswer } from '../api/venue-schemas.ts';
import { PAGE, usePages } from './pages.ts';
import { PAST } from './past.ts';

/** The recorded orders, open and over, the newest first. */
export function usePastOrders(userId: string) {
  return usePages([...PAST, userId, 'orders'], behindOrders);
}

/** Orders that are placed meanwhile make pages overlap. */
function behindOrders(known: readonly PastVenueOrder[], signal?: AbortSignal): Promise<PastVenueOrder[]> {
  return fetchPastOrders({ limit: PAGE, offset: known.length }, signal);
}

interface PastOrderQuery {
  readonly limit: number;
  readonly symbol?: string;
  readonly offset?: number;
}

/** Asks once. What was placed some tenths of a second ago may be missing. */
export function fetchPastOrders(query: PastOrderQuery, signal?: AbortSignal): Promise<PastVenueOrder[]> {
  const request = { root: 'wapi', path: '/history/orders', query: { ...query }, schema: pastOrdersAnswer } as const;
  return venueCall(signal === undefined ? request : { ...request, signal });
}
