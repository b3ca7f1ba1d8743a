import { type AccountEvent, MAX_ORDERS_PER_PAGE } from '@fulcrum/protocol';

/** The window in which the reads of one user's account are counted, over REST and the WebSocket together. */
export const ACCOUNT_READS_MS = 10_000;

/** How many reads an answer with so many orders counts as: one for each page that the engine was asked for. */
export function readsFor(orders: number): number {
  return Math.max(1, Math.ceil(orders / MAX_ORDERS_PER_PAGE));
}

/** How many orders an account's answer holds: those that are open, and those that wait. */
export function ordersIn({ orders = [], pendingOrders = [] }: AccountEvent): number {
  return orders.length + pendingOrders.length;
}
