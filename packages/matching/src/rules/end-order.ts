import type { Event } from '../messages/events.ts';
import type { Word } from '../messages/fields.ts';
import { clientIdOf } from '../reads/order-view.ts';
import type { State } from '../state/state.ts';

/** Takes an order out of its book, and tells so. */
export function endOrder(
  state: State,
  order: number,
  status: Word<'status'>,
  reason: Word<'reason'>,
  now: number,
  events: Event[],
): void {
  const { orders, accounts, markets } = state;
  events.push({
    type: 'order-ended',
    orderId: orders.number(order),
    clientId: clientIdOf(orders.clientId(order)),
    userId: accounts.userId(orders.account(order)),
    market: markets.at(orders.market(order)).settings,
    status,
    reason,
    executed: orders.executed(order),
    executedQuote: orders.executedQuote(order),
    time: now,
  });
  state.end(order);
}
