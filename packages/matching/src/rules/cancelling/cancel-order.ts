import { NONE } from '@fulcrum/memory';
import type { CancelOrder } from '../../messages/commands.ts';
import type { Event } from '../../messages/events.ts';
import { Refusal, refuse } from '../../messages/rejections.ts';
import { orderView } from '../../reads/order-view.ts';
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
  const view = orderView(state, order);
  events.push({
    type: 'cancel-accepted',
    requestId: command.requestId,
    orderId: view.orderId,
    clientId: view.clientId,
    userId: view.userId,
    market: view.market,
    side: view.side,
    orderType: view.orderType,
    price: view.price,
    quantity: view.quantity,
    quoteQuantity: view.quoteQuantity,
    timeInForce: view.timeInForce,
    postOnly: view.postOnly,
    selfTradePrevention: view.selfTradePrevention,
    createdAt: view.createdAt,
    executed: view.executed,
    executedQuote: view.executedQuote,
  });
  endOrder(state, order, 'cancelled', 'requested', now, events);
  return undefined;
}
