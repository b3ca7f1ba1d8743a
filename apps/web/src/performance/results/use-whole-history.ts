import { useEffect, useEffectEvent } from 'react';
import { useClosedOrders } from '../../history/closed-orders.ts';

/** More would take too long to load, and change the figures little. */
const MOST_TRADES = 5_000;

/** The closed orders. Pages are loaded until there are no more, or enough. */
export function useWholeHistory() {
  const { query, older } = useClosedOrders();
  const history = query.data;
  const isEnough = history === undefined || history.orders.length >= MOST_TRADES;
  const cursor = isEnough ? undefined : history.nextCursor;
  const load = useEffectEvent((from: string) => older.mutate(from));
  useEffect(() => {
    if (cursor !== undefined) load(cursor);
  }, [cursor]);
  const retry = () => {
    if (cursor === undefined) void query.refetch();
    else load(cursor);
  };
  return { history, error: query.error ?? older.error, retry };
}
