import { NONE } from '@fulcrum/memory';
import type { CancelOrder } from '../../messages/commands.ts';
import type { CancelAccepted, Event } from '../../messages/events.ts';
import { Refusal, refuse } from '../../messages/rejections.ts';
import { clientIdOf, selfTradePreventionOf } from '../../reads/order-view.ts';
import type { State } from '../../state/state.ts';
import { endOrder } from '../end-order.ts';
import { partiesOf } from '../parties.ts';
import { findOrder } from './find-order.ts';

const WRONG_NAME = refuse(
  'INVALID_CLIENT_REQUEST',
  'An order is named by its orderId or its clientId, and not by both.',
);
const UNKNOWN_ORDER = refuse('RESOURCE_NOT_FOUND', 'No such order is open.');
export const CLOSED = refuse('TRADING_PAUSED', 'The market is closed.');

/** Cancels an open order. */
export function cancelOrder(state: State, command: CancelOrder, now: number, events: Event[]): Refusal | undefined {
  if ((command.orderId === undefined) === (command.clientId === undefined)) return WRONG_NAME;
  const parties = partiesOf(state, command);
  if (parties instanceof Refusal) return parties;
  const { account, market } = parties;
  if (market.settings.mode === 'closed') return CLOSED;
  const order = findOrder(state, account, market, command);
  if (order === NONE) return UNKNOWN_ORDER;
  events.push(cancelAccepted(state, order, command.requestId));
  endOrder(state, order, 'cancelled', 'requested', now, events);
  return undefined;
}

/** The order as it was, field by field: an object between the order and its event would be made for each cancelling. */
function cancelAccepted({ orders, accounts, markets }: State, order: number, requestId: string): CancelAccepted {
  return {
    type: 'cancel-accepted',
    requestId,
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
