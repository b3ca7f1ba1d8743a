import type { State } from '../state/state.ts';

/** A page of an account's orders: their slots, and the number of the last one where there are more. */
export interface Page {
  readonly open: readonly number[];
  readonly pending: readonly number[];
  readonly next: number | undefined;
}

/**
 * A page of an account's open and pending orders, taken together in the order of their numbers: at most `limit`, behind the order
 * with the number `after`.
 */
export function pageOfOrders(state: State, account: number, limit: number, after = -1): Page {
  const { orders } = state.pending;
  const open = state.ordersOf(account).map((slot) => ({ slot, isOpen: true, number: state.orderNumber(slot) }));
  const pending = state.pending
    .slotsOf(account)
    .map((slot) => ({ slot, isOpen: false, number: orders.numberOf(slot) }));
  const behind = [...open, ...pending].filter(({ number }) => number > after);
  if (pending.length > 0) behind.sort((a, b) => a.number - b.number);
  const page = behind.slice(0, limit);
  const slotsOf = (isOpen: boolean) => page.flatMap((order) => (order.isOpen === isOpen ? [order.slot] : []));
  return {
    open: slotsOf(true),
    pending: slotsOf(false),
    next: page.length === behind.length ? undefined : page.at(-1)?.number,
  };
}
