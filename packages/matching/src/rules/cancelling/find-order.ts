import { NONE } from '@fulcrum/memory';
import type { Market } from '../../state/market.ts';
import type { State } from '../../state/state.ts';

/** How an order is named: by one of its two ids. */
export interface OrderName {
  readonly orderId?: string | undefined;
  readonly clientId?: number | undefined;
}

const [ZERO, NINE] = [48, 57];

/** The number of an order as it was printed; 0 for any other text. */
function numberOf(orderId: string): number {
  if (orderId.length > 16 || orderId.charCodeAt(0) === ZERO) return 0;
  let number = 0;
  for (let at = 0; at < orderId.length; at++) {
    const code = orderId.charCodeAt(at);
    if (code < ZERO || code > NINE) return 0;
    number = 10 * number + (code - ZERO);
  }
  return number;
}

/** @returns the slot of an account's open order at a market, or NONE. Another user's order is unknown. */
export function findOrder({ orders, seats }: State, account: number, market: Market, name: OrderName): number {
  const { orderId, clientId } = name;
  const seat = seats.find(account, market.number);
  if (seat === NONE) return NONE;
  if (orderId === undefined) return clientId === undefined ? NONE : orders.findByClientId(seat, clientId);
  const order = orders.find(numberOf(orderId));
  return order !== NONE && orders.seat(order) === seat ? order : NONE;
}
