import { NONE } from '@fulcrum/memory';
import type { Market } from '../../state/market.ts';
import type { State } from '../../state/state.ts';

/** How an order is named: by one of its two ids. */
export interface OrderName {
  readonly orderId?: string | undefined;
  readonly clientId?: number | undefined;
}

const NUMBER = /^[1-9]\d{0,15}$/;

/** @returns the slot of an account's open order at a market, or NONE. Another user's order is unknown. */
export function findOrder({ orders, seats }: State, account: number, market: Market, name: OrderName): number {
  const { orderId, clientId } = name;
  const seat = seats.find(account, market.number);
  if (seat === NONE) return NONE;
  if (orderId === undefined) return clientId === undefined ? NONE : orders.findByClientId(seat, clientId);
  const order = NUMBER.test(orderId) ? orders.find(Number(orderId)) : NONE;
  return order !== NONE && orders.seat(order) === seat ? order : NONE;
}
