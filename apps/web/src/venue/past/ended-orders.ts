import type { PastVenueOrder, VenueOrder } from '../api/venue-schemas.ts';
import { expiryOf } from './expiry-words.ts';

/** Whether nothing can come of an order any more. */
export function isOver({ status }: Pick<VenueOrder, 'status'>): boolean {
  return status !== 'New' && status !== 'PartiallyFilled';
}

/** The orders that are over, each once: pages overlap when orders were placed between two requests. */
export function endedOrders(orders: readonly PastVenueOrder[]): PastVenueOrder[] {
  const byId = new Map(orders.map((order) => [`${order.symbol} ${order.id}`, order]));
  return [...byId.values()].filter(isOver);
}

/** How an order ended, and where it expired, why. */
export function endOf({ status, expiryReason }: Pick<PastVenueOrder, 'status' | 'expiryReason'>): {
  readonly text: string;
  readonly why?: string;
} {
  if (status !== 'Expired' || expiryReason === null) return { text: status };
  const { word, why } = expiryOf(expiryReason);
  return { text: `Expired: ${word}`, why: `Expired: ${why}` };
}
