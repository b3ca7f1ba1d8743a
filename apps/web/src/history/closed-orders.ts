import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import type { z } from 'zod';
import { useSession } from '../account/session.ts';
import { call } from '../api/client.ts';
import { type ClosedOrder, closedOrdersAnswer, type EndedOrder, endedOrdersAnswer } from '../api/schemas.ts';

/** The cache's key of the signed-in user's closed orders, with and without the cancelled ones. */
export const CLOSED_ORDERS_KEY = ['closed-orders'];

/** Orders in a page. */
export const PAGE = 200;

/** Orders that have ended without a gap, the newest first. */
export interface Ended<Order extends EndedOrder> {
  readonly orders: readonly Order[];
  /** The cursor of the next older page; absent when there are no older orders. */
  readonly nextCursor?: string | undefined;
}

export type ClosedOrders = Ended<ClosedOrder>;

/** The closings and the cancelled orders. */
export type History = Ended<EndedOrder>;

/** The closed orders so far. They never change, so only new ones are read after another closing. */
export function useClosedOrders() {
  return useEnded('closings', fetchPage);
}

/** The same, with the cancelled orders among them. */
export function useHistory() {
  return useEnded(HISTORY, fetchHistoryPage);
}

const HISTORY = 'history';

/** Whether a query is that of the history. */
export function isHistory({ queryKey }: { readonly queryKey: readonly unknown[] }): boolean {
  return queryKey.at(-1) === HISTORY;
}

function useEnded<Order extends EndedOrder>(which: string, fetch: (request: PageRequest) => Promise<Ended<Order>>) {
  const client = useQueryClient();
  const { data: session } = useSession();
  const queryKey = [...CLOSED_ORDERS_KEY, session?.userId, which];
  const query = useQuery({
    queryKey,
    queryFn: async ({ signal }) => {
      const newest = await fetch({ limit: PAGE, signal });
      return joined(newest, client.getQueryData<Ended<Order>>(queryKey));
    },
    enabled: session != null,
    structuralSharing: false,
  });
  const older = useMutation({
    mutationFn: async (cursor: string) => {
      const page = await fetch({ limit: PAGE, cursor });
      client.setQueryData<Ended<Order>>(queryKey, (known) => known && continued(known, cursor, page));
    },
  });
  return { query, older };
}

interface PageRequest {
  readonly limit: number;
  /** The `nextCursor` of the page before; the newest page without one. */
  readonly cursor?: string | undefined;
  readonly signal?: AbortSignal;
}

export function fetchPage(page: PageRequest): Promise<ClosedOrders> {
  return read(page, {}, closedOrdersAnswer);
}

/** A page with the cancelled orders among the closings. */
export function fetchHistoryPage(page: PageRequest): Promise<History> {
  return read(page, { include: 'cancelled' }, endedOrdersAnswer);
}

async function read<Page>(
  { limit, cursor, signal }: PageRequest,
  others: { readonly include?: string },
  schema: z.ZodType<Page>,
): Promise<Page> {
  const request = { path: '/trade/get-close-orders', query: { limit, cursor, ...others }, schema };
  return (await call(signal === undefined ? request : { ...request, signal })).data;
}

/**
 * Puts the newest page before the known orders. If more orders have closed since than a page holds, there would be a
 * gap. The older orders are then dropped, and have to be loaded again.
 */
export function joined<Order extends EndedOrder>(newest: Ended<Order>, known: Ended<Order> | undefined): Ended<Order> {
  const [first] = known?.orders ?? [];
  if (known === undefined || first === undefined) return newest;
  const at = newest.orders.findIndex((order) => keyOf(order) === keyOf(first));
  if (at < 0) return newest;
  return at === 0 ? known : { ...known, orders: [...newest.orders.slice(0, at), ...known.orders] };
}

/** Adds a page of older orders, if it still follows on the known ones. */
export function continued<Order extends EndedOrder>(
  known: Ended<Order>,
  cursor: string,
  page: Ended<Order>,
): Ended<Order> {
  return known.nextCursor === cursor ? { ...page, orders: [...known.orders, ...page.orders] } : known;
}

/** A unique key. The id alone is not unique: ten minutes after a closing it may be used again. */
export function keyOf(order: EndedOrder): string {
  return `${order.orderId} ${isClosing(order) ? order.closedBy : order.cancelledBy}`;
}

export function isClosing(order: EndedOrder): order is ClosedOrder {
  return 'closedBy' in order;
}
