import { assert } from '@fulcrum/log';
import { NONE } from '@fulcrum/memory';
import type { OrderView } from '../messages/events.ts';
import { WORDS, type Word } from '../messages/fields.ts';
import { NO_CLIENT_ID } from '../state/order-fields.ts';
import type { Orders } from '../state/orders.ts';
import type { State } from '../state/state.ts';

/** An open order as those see it who read the state. */
export function orderView({ orders, accounts, markets }: State, order: number): OrderView {
  return {
    orderId: orders.number(order),
    clientId: clientIdOf(orders.clientId(order)),
    userId: accounts.userId(orders.account(order)),
    market: markets.at(orders.market(order)).settings,
    side: orders.isBuy(order) ? 'buy' : 'sell',
    orderType: 'limit',
    price: orders.price(order),
    quantity: orders.quantity(order),
    quoteQuantity: undefined,
    timeInForce: 'GTC',
    postOnly: orders.isPostOnly(order),
    selfTradePrevention: selfTradePreventionOf(orders, order),
    createdAt: orders.placedAt(order),
    executed: orders.executed(order),
    executedQuote: orders.executedQuote(order),
  };
}

/** What becomes of a trade of an open order with its own user. */
export function selfTradePreventionOf(orders: Orders, order: number): Word<'selfTradePrevention'> {
  const word = WORDS.selfTradePrevention[orders.selfTradePrevention(order)];
  assert(word !== undefined, 'an order says what becomes of a trade with its own user');
  return word;
}

export function clientIdOf(kept: number): number | undefined {
  return kept === NO_CLIENT_ID ? undefined : kept;
}

/** The slots of the open orders at a seat, in the order in which they came to rest. */
export function ordersAt({ seats, orders }: State, seat: number): number[] {
  const slots: number[] = [];
  for (let order = seats.firstOrder(seat); order !== NONE; order = orders.seatNext(order)) slots.push(order);
  return slots;
}
