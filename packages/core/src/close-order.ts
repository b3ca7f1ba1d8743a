import { assert } from './assert.ts';
import type { CloseOrder, PriceUpdate } from './commands.ts';
import type { CloseReason, Event, OrderClosed } from './events.ts';
import { type Instrument, parsePrice } from './instrument.ts';
import { closingPrice, hasReachedStop, hasReachedTarget, type Market } from './market.ts';
import { modeRefusal } from './mode.ts';
import { payoutFor, profitAt } from './money.ts';
import type { Order } from './order.ts';
import { findOwnOrder } from './own-order.ts';
import { reject, rejectWith } from './rejection.ts';
import { isStale, staleMessage } from './stale.ts';
import type { State } from './state.ts';
import { guardTick } from './tick-guard.ts';

/** Closes a position at the current quote because its owner asked for it. */
export function closeOrder(state: State, command: CloseOrder, now: number): Event {
  const order = findOwnOrder(state, command);
  if ('type' in order) return order;
  const market = state.marketOf(order.asset);
  const { instrument, quote } = market;
  assert(quote !== undefined, 'an instrument with open orders has a quote');
  const refusal = modeRefusal(instrument, 'closing');
  if (refusal !== undefined) return rejectWith(command, refusal);
  if (isStale(market, quote, now)) return reject(command, 'stale_price', staleMessage(market, quote, now));
  return close(state, order, market, now, 'manual', command.requestId);
}

/**
 * Takes a tick: the new quote, then every order that it triggers, in the order in which they were opened. A tick that
 * is crossed, not positive, off the grid or of an unknown asset changes nothing, nor does one of a closed market; one
 * that looks wrong is held.
 */
export function applyTick(state: State, command: PriceUpdate, now: number): readonly Event[] {
  const market = state.market(command.asset);
  if (market === undefined || market.instrument.mode === 'closed') return NOTHING;
  const bid = parsePrice(command.bid, market.instrument, state.maxPrice);
  const ask = parsePrice(command.ask, market.instrument, state.maxPrice);
  if (bid === undefined || ask === undefined || ask < bid) return NOTHING;
  if (!isGuarded(market.instrument)) return take(state, market, bid, ask, now);
  const { isTaken, events } = guardTick(state, market, { bid, ask }, command, now);
  if (!isTaken) return events;
  const closings = take(state, market, bid, ask, now);
  return events.length === 0 ? closings : [...events, ...closings];
}

/** Only a guarded instrument ever holds a tick. */
function isGuarded({ maxSpreadBps, maxJumpBps }: Instrument): boolean {
  return maxSpreadBps !== undefined || maxJumpBps !== undefined;
}

function take(state: State, market: Market, bid: number, ask: number, now: number): readonly Event[] {
  state.setQuote(market, bid, ask, now);
  const triggered = market.triggered();
  if (triggered.length === 0) return NOTHING;
  const orders = triggered.map((slot) => state.readOrder(slot)).sort((a, b) => a.number - b.number);
  return orders.map((order) => close(state, order, market, now));
}

function close(
  state: State,
  order: Order,
  { instrument, quote }: Market,
  closedAt: number,
  asked?: 'manual',
  requestId?: string,
): OrderClosed {
  assert(quote !== undefined, 'an instrument with open orders has a quote');
  const { orderId, userId, side, quantity, leverage, openPrice, margin, slippage, openedAt } = order;
  const closePrice = closingPrice(side, quote);
  const pnl = profitAt(closePrice, order, instrument);
  const payout = payoutFor(margin, pnl);
  const reason = asked ?? triggerReason(order, closePrice);
  const balance = state.closeOrder(order, payout, closedAt);
  return {
    type: 'closed',
    requestId,
    instrument,
    orderId,
    userId,
    side,
    quantity,
    leverage,
    openPrice,
    closePrice,
    margin,
    pnl,
    payout,
    reason,
    slippage,
    balance,
    openedAt,
    closedAt,
  };
}

/** The margin call comes first, whatever else holds. It holds from the liquidation price on. */
function triggerReason({ side, takeProfit, stopLoss, liquidationPrice }: Order, price: number): CloseReason {
  if (hasReachedStop(side, price, liquidationPrice)) return 'liquidation';
  if (takeProfit !== undefined && hasReachedTarget(side, price, takeProfit)) return 'take_profit';
  assert(
    stopLoss !== undefined && hasReachedStop(side, price, stopLoss),
    'a triggered order has reached one of its prices',
  );
  return 'stop_loss';
}

/** The same for every tick to which nothing happens, so that these leave nothing behind to be collected. */
const NOTHING: readonly Event[] = [];
