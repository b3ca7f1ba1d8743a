import { NONE } from '@fulcrum/memory';
import type { PlaceOrder } from '../../messages/commands.ts';
import type { Event } from '../../messages/events.ts';
import type { Word } from '../../messages/fields.ts';
import { Refusal, refuse } from '../../messages/rejections.ts';
import { clientIdOf } from '../../reads/order-view.ts';
import { costOf, lockOf } from '../../state/locks.ts';
import { NO_CLIENT_ID } from '../../state/order-fields.ts';
import type { State } from '../../state/state.ts';
import { partiesOf } from '../parties.ts';
import { lookAhead } from './look-ahead.ts';
import { take } from './take.ts';
import { isBehind, type Taker } from './taker.ts';
import { readOrder } from './terms.ts';

const POST_ONLY = refuse('TRADING_PAUSED', 'The market takes nothing but orders that are postOnly at the moment.');
const CANCEL_ONLY = refuse('TRADING_PAUSED', 'The market takes no orders at the moment.');
const CLIENT_ID_TAKEN = refuse('INVALID_ORDER', 'Another open order has this clientId.');
const TOO_MANY = refuse('ORDER_LIMIT', 'As many orders are open as may be.');
const WOULD_TAKE = refuse('INVALID_ORDER', 'An order that is postOnly would have taken.');
const TOO_POOR = refuse('INSUFFICIENT_FUNDS', 'The account does not have what the order needs.');

/** Places an order: it is refused, or accepted, and then takes what it can, and rests or ends. */
export function placeOrder(state: State, command: PlaceOrder, now: number, events: Event[]): Refusal | undefined {
  const parties = partiesOf(state, command);
  if (parties instanceof Refusal) return parties;
  const { account, market } = parties;
  const { mode } = market.settings;
  if (mode === 'cancel_only' || mode === 'closed') return CANCEL_ONLY;
  if (mode === 'post_only' && command.postOnly !== true) return POST_ONLY;
  const taker = readOrder(market, command, account, state.nextOrderNumber, now);
  if (taker instanceof Refusal) return taker;
  const seat = state.seats.find(account, market.number);
  const refusal = standingFault(state, taker, seat);
  if (refusal !== undefined) return refusal;
  if (!canPay(state, taker, seat)) return TOO_POOR;
  accept(state, command, taker, now, events);
  return undefined;
}

/** What an order meets that may rest: the user's other orders, and the limits. */
function standingFault(state: State, taker: Taker, seat: number): Refusal | undefined {
  const { orders, seats, levels } = state;
  const { market, clientId, isLimit, isBuy, isPostOnly, timeInForce } = taker;
  if (clientId !== NO_CLIENT_ID && seat !== NONE && orders.findByClientId(seat, clientId) !== NONE)
    return CLIENT_ID_TAKEN;
  if (!isLimit || timeInForce !== 'GTC') return undefined;
  const open = seat === NONE ? 0 : seats.orderCount(seat);
  if (open >= market.settings.maxOpenOrders || orders.records.isFull) return TOO_MANY;
  if (!isPostOnly) return undefined;
  const best = (isBuy ? market.asks : market.bids).best;
  return best !== NONE && !isBehind(isBuy, levels.price(best), taker.price) ? WOULD_TAKE : undefined;
}

/** Whether the account has what the order needs. What a market order needs is worked out with the book as it is. */
function canPay(state: State, taker: Taker, seat: number): boolean {
  const { balances, seats } = state;
  const { market, isBuy, account } = taker;
  const paid =
    seat === NONE
      ? balances.find(account, (isBuy ? market.quote : market.base).number)
      : isBuy
        ? seats.quoteBalance(seat)
        : seats.baseBalance(seat);
  const available = paid === NONE ? 0 : balances.available(paid);
  if (taker.isLimit) return lockOf(market, isBuy, taker.price, taker.quantity, taker.feePpm) <= available;
  if (isBuy)
    return (
      greatestCost(taker) <= available || lookAhead(state, taker, Number.POSITIVE_INFINITY, available).cost <= available
    );
  if (taker.quoteQuantity === 0) return market.baseUnits(taker.quantity) <= available;
  const most = Math.ceil(available / market.settings.lotUnits);
  return market.baseUnits(lookAhead(state, taker, most, Number.POSITIVE_INFINITY).quantity) <= available;
}

/**
 * What a market order to buy costs at most: nearly every account has more, so that the book need not be looked through. Each
 * part's fee is truncated, so that all of them are at most that of the whole.
 */
function greatestCost({ market, quantity, quoteQuantity, worst }: Taker): number {
  const notional = quoteQuantity > 0 ? quoteQuantity : market.notional(worst, quantity);
  const isSafe = notional <= Number.MAX_SAFE_INTEGER;
  return isSafe ? costOf(notional, market.settings.takerFeePpm) : Number.POSITIVE_INFINITY;
}

function accept(state: State, command: PlaceOrder, taker: Taker, now: number, events: Event[]): void {
  const { market, account, number } = taker;
  const seat = state.seatAt(account, market);
  state.nextOrderNumber += 1;
  events.push({
    type: 'accepted',
    requestId: command.requestId,
    orderId: number,
    clientId: clientIdOf(taker.clientId),
    userId: command.userId,
    market: market.settings,
    side: command.side,
    orderType: command.orderType,
    price: taker.isLimit ? taker.price : undefined,
    quantity: taker.quantity === 0 ? undefined : taker.quantity,
    quoteQuantity: taker.quoteQuantity === 0 ? undefined : taker.quoteQuantity,
    timeInForce: taker.timeInForce,
    postOnly: taker.isPostOnly,
    selfTradePrevention: taker.selfTradePrevention,
    createdAt: now,
  });
  if (
    taker.timeInForce === 'FOK' &&
    !lookAhead(state, taker, Number.POSITIVE_INFINITY, Number.POSITIVE_INFINITY).isWhole
  )
    taker.stopped = 'fok';
  else take(state, taker, now, events);
  if (taker.executed > 0) payTaker(state, taker, seat);
  const reason = reasonToEnd(taker);
  if (reason === undefined) rest(state, taker, seat);
  else endTaker(taker, reason, now, events);
}

/** Pays for all that the taker has taken. */
function payTaker(
  { seats, balances }: State,
  { market, isBuy, executed, executedQuote, fees }: Taker,
  seat: number,
): void {
  const base = market.baseUnits(executed);
  balances.change(seats.baseBalance(seat), isBuy ? base : -base, 0);
  balances.change(seats.quoteBalance(seat), isBuy ? -executedQuote - fees : executedQuote - fees, 0);
}

/** Why an order that has taken what it could does not rest; undefined where it does. */
function reasonToEnd(taker: Taker): Word<'reason'> | undefined {
  if (taker.stopped !== undefined) return taker.stopped;
  if (!taker.isLimit) return 'no_liquidity';
  return taker.timeInForce === 'GTC' ? undefined : 'ioc';
}

function endTaker(taker: Taker, reason: Word<'reason'>, now: number, events: Event[]): void {
  events.push({
    type: 'order-ended',
    orderId: taker.number,
    clientId: clientIdOf(taker.clientId),
    userId: taker.userId,
    market: taker.market.settings,
    status: reason === 'filled' ? 'filled' : 'expired',
    reason,
    executed: taker.executed,
    executedQuote: taker.executedQuote,
    time: now,
  });
}

/** Locks what is left of the order needs, and puts it into the book. */
function rest(state: State, taker: Taker, seat: number): void {
  const { seats, balances } = state;
  const { market, isBuy } = taker;
  const locked = lockOf(market, isBuy, taker.price, taker.quantity - taker.executed, taker.feePpm);
  balances.change(isBuy ? seats.quoteBalance(seat) : seats.baseBalance(seat), -locked, locked);
  state.rest(taker, seat, isBuy ? market.bids : market.asks);
}
