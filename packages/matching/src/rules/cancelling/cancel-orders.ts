import { NONE } from '@fulcrum/memory';
import type { CancelOrders } from '../../messages/commands.ts';
import type { Event } from '../../messages/events.ts';
import { Refusal } from '../../messages/rejections.ts';
import { ordersAt } from '../../reads/order-view.ts';
import type { State } from '../../state/state.ts';
import { endOrder } from '../end-order.ts';
import { partiesOf } from '../parties.ts';
import { CLOSED } from './cancel-order.ts';

/** Cancels all open orders of a user in a market, or those of one side, the oldest first. There may be none. */
export function cancelOrders(state: State, command: CancelOrders, now: number, events: Event[]): Refusal | undefined {
  const { requestId, userId, side } = command;
  const parties = partiesOf(state, command);
  if (parties instanceof Refusal) return parties;
  const { account, market } = parties;
  if (market.settings.mode === 'closed') return CLOSED;
  const { orders, seats } = state;
  const seat = seats.find(account, market.number);
  const all = seat === NONE ? [] : ordersAt(state, seat);
  const named = side === undefined ? all : all.filter((order) => orders.isBuy(order) === (side === 'buy'));
  const orderIds = named.map((order) => orders.number(order));
  events.push({ type: 'orders-cancelled', requestId, userId, market: market.settings, side, orderIds });
  for (const order of named) endOrder(state, order, 'cancelled', 'requested', now, events);
  return undefined;
}
