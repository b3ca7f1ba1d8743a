import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useSession } from '../account/session.ts';
import { call } from '../api/client.ts';
import { type ClosedOrder, closedOrdersAnswer } from '../api/schemas.ts';

/** The cache's key of the signed-in user's closed orders. */
export const CLOSED_ORDERS_KEY = ['closed-orders'];

/** Orders in a page. */
export const PAGE = 200;

/** Closed orders without a gap, the newest first. */
export interface ClosedOrders {
  readonly orders: readonly ClosedOrder[];
  /** The cursor of the next older page; absent when there are no older orders. */
  readonly nextCursor?: string | undefined;
}

/** The closed orders so far. They never change, so only new ones are read after another closing. */
export function useClosedOrders() {
  const client = useQueryClient();
  const { data: session } = useSession();
  const queryKey = [...CLOSED_ORDERS_KEY, session?.userId];
  const query = useQuery({
    queryKey,
    queryFn: async ({ signal }) => {
      const newest = await fetchPage({ limit: PAGE, signal });
      return joined(newest, client.getQueryData<ClosedOrders>(queryKey));
    },
    enabled: session != null,
    structuralSharing: false,
  });
  const older = useMutation({
    mutationFn: async (cursor: string) => {
      const page = await fetchPage({ limit: PAGE, cursor });
      client.setQueryData<ClosedOrders>(queryKey, (known) => known && continued(known, cursor, page));
    },
  });
  return { query, older };
}

interface PageRequest {
  readonly limit: number;
  /** The `nextCursor` of the page before; the newest page without one. */
  readonly cursor?: string;
  readonly signal?: AbortSignal;
}

export async function fetchPage({ limit, cursor, signal }: PageRequest): Promise<ClosedOrders> {
  const query = { limit, cursor };
  const request = { path: '/trade/get-close-orders', query, schema: closedOrdersAnswer };
  return (await call(signal === undefined ? request : { ...request, signal })).data;
}

/**
 * Puts the newest page before the known orders. If more orders have closed since than a page holds, there would be a
 * gap. The older orders are then dropped, and have to be loaded again.
 */
export function joined(newest: ClosedOrders, known: ClosedOrders | undefined): ClosedOrders {
  const [first] = known?.orders ?? [];
  if (known === undefined || first === undefined) return newest;
  const at = newest.orders.findIndex((order) => keyOf(order) === keyOf(first));
  if (at < 0) return newest;
  return at === 0 ? known : { ...known, orders: [...newest.orders.slice(0, at), ...known.orders] };
}

/** Adds a page of older orders, if it still follows on the known ones. */
export function continued(known: ClosedOrders, cursor: string, page: ClosedOrders): ClosedOrders {
  return known.nextCursor === cursor ? { ...page, orders: [...known.orders, ...page.orders] } : known;
}

/** A unique key. The id alone is not unique: ten minutes after a closing it may be used again. */
export function keyOf({ orderId, closedBy }: ClosedOrder): string {
  return `${orderId} ${closedBy}`;
}
