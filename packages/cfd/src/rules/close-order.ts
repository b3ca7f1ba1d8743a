import { assert } from '@fulcrum/log';
import { sortByNumber } from '@fulcrum/memory';
import type { CloseOrder, PriceUpdate } from '../messages/commands.ts';
import { type EventParts, inParts } from '../messages/event-parts.ts';
import type { CloseReason, Event, OrderClosed } from '../messages/events.ts';
import type { Instrument } from '../messages/instrument.ts';
import { reject, rejectWith } from '../messages/rejection.ts';
import { payoutFor, profitAt } from '../numbers/money.ts';
import { closingPrice, hasReachedStop, hasReachedTarget } from '../prices/quote.ts';
import { isStale, staleMessage } from '../prices/stale.ts';
import { guardTick } from '../prices/tick-guard.ts';
import type { Market } from '../state/market.ts';
import type { Order } from '../state/order.ts';
import type { State } from '../state/state.ts';
import { parsePrice } from './instrument.ts';
import { modeRefusal } from './mode.ts';
import { findOwnOrder } from './own-order.ts';

/** Closes a position at the current quote because its owner asked for it. */
export function closeOrder(state: State, command: CloseOrder, now: number): Event {
  const order = findOwnOrder(state, command, now);
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
 *
 * @returns what happened, or its parts when it is more than a part has.
 */
export function applyTick(
  state: State,
  command: PriceUpdate,
  now: number,
  partSize: number,
): readonly Event[] | EventParts {
  const market = state.market(command.asset);
  if (market === undefined || market.instrument.mode === 'closed') return NOTHING;
  const bid = parsePrice(command.bid, market.instrument, state.maxPrice);
  const ask = parsePrice(command.ask, market.instrument, state.maxPrice);
  if (bid === undefined || ask === undefined || ask < bid) return NOTHING;
  if (!isGuarded(market.instrument)) return take(state, market, bid, ask, now, partSize, NOTHING);
  const { isTaken, events } = guardTick(state, market, { bid, ask }, command, now);
  return isTaken ? take(state, market, bid, ask, now, partSize, events) : events;
}

/** Only a guarded instrument ever holds a tick. */
function isGuarded({ maxSpreadBps, maxJumpBps }: Instrument): boolean {
  return maxSpreadBps !== undefined || maxJumpBps !== undefined;
}

/** @param before what happened already, which stands before the closings. */
function take(
  state: State,
  market: Market,
  bid: number,
  ask: number,
  now: number,
  partSize: number,
  before: readonly Event[],
): readonly Event[] | EventParts {
  state.setQuote(market, bid, ask, now);
  if (!market.hasTriggered) return before;
  const found: number[] = [];
  const triggered = market.triggered();
  for (let next = triggered.next(); !next.done; next = triggered.next()) {
    found.push(next.value);
    if (before.length + found.length > partSize)
      return closeInParts(state, market, now, partSize, before, found, triggered);
  }
  const orders = found.map((slot) => state.readOrder(slot)).sort((a, b) => a.number - b.number);
  const closings = orders.map((order) => close(state, order, market, now));
  return before.length === 0 ? closings : [...before, ...closings];
}

/** Slots that are collected between two steps: a fraction of a millisecond. */
const COLLECTED_AT_A_TIME = 4_096;

/** Before the first part come steps without an event, in which the orders are collected and put into their order. */
function* closeInParts(
  state: State,
  market: Market,
  now: number,
  partSize: number,
  before: readonly Event[],
  found: number[],
  others: Iterable<number>,
): EventParts {
  for (const slot of others) {
    found.push(slot);
    if (found.length % COLLECTED_AT_A_TIME === 0) yield NOTHING;
  }
  const sorting = sortByNumber(found, (slot) => state.orderNumber(slot));
  let sorted = sorting.next();
  for (; !sorted.done; sorted = sorting.next()) yield NOTHING;
  yield* inParts(closeEach(state, market, now, before, sorted.value), partSize);
}

function* closeEach(
  state: State,
  market: Market,
  now: number,
  before: readonly Event[],
  slots: Iterable<number>,
): Generator<Event> {
  yield* before;
  for (const slot of slots) yield close(state, state.readOrder(slot), market, now);
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
  // Written out, because a hundred thousand of these may be made at once: spread together, they cost half as much again.
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
    liquidated: reason === 'liquidation',
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
