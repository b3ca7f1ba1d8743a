import { assert } from './assert.ts';
import type { CloseOrder, PriceUpdate } from './commands.ts';
import type { CloseReason, Event, OrderClosed } from './events.ts';
import { parsePrice } from './instrument.ts';
import { closingPrice, hasReachedStop, hasReachedTarget, type Quote } from './market.ts';
import { isMarginCall, payoutFor, profitAt } from './money.ts';
import type { Order } from './order.ts';
import { findOrder } from './own-order.ts';
import { reject } from './rejection.ts';
import { isStale, staleMessage } from './stale.ts';
import type { State } from './state.ts';

/** Closes a position at the current quote because its owner asked for it. */
export function closeOrder(state: State, command: CloseOrder, now: number): Event {
  const order = findOrder(state, command);
  if ('type' in order) return order;
  const { instrument, quote } = state.marketOf(order);
  assert(quote !== undefined, 'an instrument with open orders has a quote');
  if (isStale(quote, instrument, now)) return reject(command, 'stale_price', staleMessage(quote, now));
  return close(state, order, quote, now, 'manual', command.requestId);
}

/**
 * Takes a tick: the new quote, then every order that it triggers, in the order in which they were opened. A tick that
 * is crossed, not positive, off the grid or of an unknown asset changes nothing.
 */
export function applyTick(state: State, command: PriceUpdate, now: number): Event[] {
  const market = state.market(command.asset);
  if (market === undefined) return [];
  const bid = parsePrice(command.bid, market.instrument);
  const ask = parsePrice(command.ask, market.instrument);
  if (bid === undefined || ask === undefined || ask < bid) return [];
  const quote = { bid, ask, time: now };
  state.setQuote(market, quote);
  return market.triggered(quote).map((order) => close(state, order, quote, now));
}

function close(
  state: State,
  order: Order,
  quote: Quote,
  closedAt: number,
  asked?: 'manual',
  requestId?: string,
): OrderClosed {
  const { instrument } = state.marketOf(order);
  const { orderId, userId, side, quantity, leverage, openPrice, margin, slippage, openedAt } = order;
  const closePrice = closingPrice(side, quote);
  const pnl = profitAt(closePrice, order, instrument);
  const payout = payoutFor(margin, pnl);
  const reason = asked ?? triggerReason(order, closePrice, isMarginCall(margin, pnl));
  const { balance } = state.closeOrder(order, payout, closedAt);
  const position = { instrument, orderId, userId, side, quantity, leverage, openPrice, closePrice, margin };
  return { type: 'closed', requestId, ...position, pnl, payout, reason, slippage, balance, openedAt, closedAt };
}

/** The margin call comes first, whatever else holds. */
function triggerReason(order: Order, price: number, marginCall: boolean): CloseReason {
  const { side, takeProfit, stopLoss } = order;
  if (marginCall) return 'liquidation';
  if (takeProfit !== undefined && hasReachedTarget(side, price, takeProfit)) return 'take_profit';
  assert(
    stopLoss !== undefined && hasReachedStop(side, price, stopLoss),
    'a triggered order has reached one of its prices',
  );
  return 'stop_loss';
}
