import type { JsonEvent } from '../../json.ts';
import type { CreateOrder, OfAll, OfOrder } from '../naive-commands.ts';
import { type Level, type NaiveState, quoteOf, refuse, refuseInvalid, refuseOrder } from '../naive-state.ts';
import type { Rational } from '../rational.ts';
import { canGuarantee, entryFault, isLeverage, open, type Wish } from './naive-opening.ts';
import {
  type Instrument,
  isBetter,
  isReached,
  type OrderType,
  type Pending,
  printLevel,
  printLevels,
  printPrice,
  printTerms,
} from './naive-order.ts';

/** Orders: those that open at once, and those that wait for their price (docs/rules.md). */

const MAX_ORDERS_OF_ACCOUNT = 1_000;

export function createOrder(state: NaiveState, given: CreateOrder): JsonEvent[] {
  const command = state.rulesVersion >= 6 ? given : withoutEntry(given);
  const { orderType = 'market' } = command;
  if (isNonsense(command)) return refuseInvalid(command);
  const instrument = state.instruments.get(command.asset);
  if (!instrument) return refuseOrder(command, 'unknown_asset');
  const expectedPrice = state.readLevel(instrument, command.expectedPrice);
  if (expectedPrice === 'bad') return refuseInvalid(command);
  if (!state.balances.has(command.userId)) return refuseOrder(command, 'unknown_account');
  if (state.isIdInUse(command.orderId)) return refuseOrder(command, 'duplicate_order');
  const wish = wishOf(state, command, instrument, expectedPrice);
  const done = orderType === 'market' ? open(state, wish) : place(state, wish, { ...command, orderType });
  return typeof done === 'string' ? refuseOrder(command, done) : done;
}

/** What an order says under rules that know no more. */
function withoutEntry(command: CreateOrder): CreateOrder {
  const { orderType: _, price: __, expiresAt: ___, trailingDistance, guaranteed, reduceOnly, ...rest } = command;
  return rest;
}

/** Whether an order contradicts itself. */
function isNonsense(command: CreateOrder): boolean {
  const { orderType = 'market', price, expiresAt, expectedPrice, stopLoss, takeProfit, trailingDistance } = command;
  if (orderType === 'market' && (price !== undefined || expiresAt !== undefined)) return true;
  if (orderType !== 'market' && (price === undefined || expectedPrice !== undefined)) return true;
  const levels = [stopLoss, takeProfit, trailingDistance].filter((level) => level !== undefined);
  if (command.reduceOnly === true && (levels.length > 0 || command.guaranteed === true)) return true;
  return stopLoss !== undefined && trailingDistance !== undefined;
}

function wishOf(state: NaiveState, command: CreateOrder, instrument: Instrument, expectedPrice?: Rational): Wish {
  const { requestId, orderId, userId, actor, side, leverage, maxSlippageBps, validUntil } = command;
  return {
    ...{ requestId, orderId, userId, actor, validUntil, instrument, side, leverage, expectedPrice, maxSlippageBps },
    quantity: state.readQuantity(instrument, command.quantity),
    takeProfit: state.readLevel(instrument, command.takeProfit),
    stopLoss: state.readLevel(instrument, command.stopLoss),
    trailingDistance: state.readLevel(instrument, command.trailingDistance),
    guaranteed: command.guaranteed ?? false,
    reduceOnly: command.reduceOnly ?? false,
  };
}

/** Whether an order may end at this time: later than now, and of a year with four digits. */
export function isExpiry({ now }: NaiveState, expiresAt: number): boolean {
  return expiresAt > now && expiresAt < Date.UTC(10_000, 0, 1);
}

type Waiting = Pick<CreateOrder, 'price' | 'expiresAt'> & { readonly orderType: OrderType };

function place(state: NaiveState, wish: Wish, { orderType, price: text, expiresAt }: Waiting): JsonEvent[] | string {
  const { requestId, instrument, quantity, takeProfit, stopLoss, trailingDistance } = wish;
  const early = entryFault(state, wish, true);
  if (early || !quantity) return early ?? 'invalid_quantity';
  if (!isLeverage(wish)) return 'invalid_leverage';
  if (state.countOf(wish.userId) >= MAX_ORDERS_OF_ACCOUNT) return 'too_many_orders';
  if (!instrument.quote) return 'no_price';
  const price = state.readLevel(instrument, text);
  if (!price || price === 'bad') return 'invalid_price';
  if (isReached({ side: wish.side, orderType, price }, instrument.quote)) return 'invalid_price';
  if (expiresAt !== undefined && !isExpiry(state, expiresAt)) return 'invalid_expiry';
  const fault = waitingLevelFault({ ...wish, price });
  if (fault || takeProfit === 'bad' || stopLoss === 'bad') return fault ?? 'invalid_take_profit';
  if (trailingDistance === 'bad') return 'invalid_trailing_distance';
  const { orderId, userId, side, leverage, guaranteed, reduceOnly, maxSlippageBps } = wish;
  const order: Pending = {
    ...{ orderId, userId, instrument, side, quantity, leverage, takeProfit, stopLoss, guaranteed, reduceOnly },
    ...{ orderType, price, expiresAt, trailingDistance, maxSlippageBps, number: state.nextNumber() },
    placedAt: state.now,
  };
  state.pending.push(order);
  return [{ type: 'placed', requestId, ...printPending(order) }];
}

/** Levels lie right of the price at which the order is to open. How far a guaranteed stop lies off is seen then. */
export function waitingLevelFault(
  order: Pick<Wish, 'side' | 'instrument' | 'guaranteed' | 'trailingDistance' | 'takeProfit'> & {
    readonly stopLoss: Level;
    readonly price: Rational;
  },
): string | undefined {
  const { side, price, takeProfit, stopLoss } = order;
  if (takeProfit === 'bad' || (takeProfit && !isBetter(side, takeProfit, price))) return 'invalid_take_profit';
  if (stopLoss === 'bad' || (stopLoss && !isBetter(side, price, stopLoss))) return 'invalid_stop_loss';
  return order.guaranteed && !canGuarantee(order) ? 'invalid_stop_loss' : undefined;
}

/** Opens what a tick that was taken has reached, in the order in which it was placed. */
export function triggerPending(state: NaiveState, instrument: Instrument): JsonEvent[] {
  const quote = quoteOf(instrument);
  const reached = state.pending.filter((order) => order.instrument === instrument && isReached(order, quote));
  return reached.flatMap((order) => {
    // It waits no more, whatever becomes of it: its id and its place do not count against it.
    state.pending = state.pending.filter((other) => other !== order);
    const done = open(state, { ...order, requestId: null, expectedPrice: order.price, validUntil: undefined });
    return typeof done === 'string' ? [cancel(state, order, done, null)] : done;
  });
}

/** Ends the waiting of orders whose time is over. */
export function expire(state: NaiveState): JsonEvent[] {
  const expiryOf = ({ expiresAt = Number.POSITIVE_INFINITY }: Pending) => expiresAt;
  const over = state.pending.filter((order) => expiryOf(order) <= state.now);
  // Sorting is stable, so that orders of one millisecond stay in the order in which they were placed.
  const inOrder = over.toSorted((one, other) => expiryOf(one) - expiryOf(other));
  return inOrder.map((order) => cancel(state, order, 'expired', null));
}

export function cancel(state: NaiveState, order: Pending, code: string, requestId: string | null): JsonEvent {
  state.pending = state.pending.filter((other) => other !== order);
  state.keepId(order.orderId, order.userId, 'cancelled');
  return { type: 'cancelled', requestId, ...printPending(order), code };
}

export function cancelOrder(state: NaiveState, command: OfOrder): JsonEvent[] {
  if (!state.balances.has(command.userId)) return refuseOrder(command, 'unknown_account');
  const order = state.findPending(command);
  return order ? [cancel(state, order, 'requested', command.requestId)] : refuseOrder(command, 'unknown_order');
}

export function cancelAll(state: NaiveState, command: OfAll): JsonEvent[] {
  const { requestId, userId, asset } = command;
  if (asset !== undefined && !state.instruments.has(asset)) return refuse(command, 'unknown_asset');
  if (!state.balances.has(userId)) return refuse(command, 'unknown_account');
  const asked = state.pendingOf(userId).filter(({ instrument }) => (asset ?? instrument.asset) === instrument.asset);
  const events = asked.map((order) => cancel(state, order, 'requested', null));
  return [...events, { type: 'all-cancelled', requestId, userId, cancelled: events.length, left: 0 }];
}

export function printPending(order: Pending): JsonEvent {
  const { instrument, orderType, price, trailingDistance, guaranteed, reduceOnly } = order;
  return {
    ...{ ...printTerms(order), orderType, price: printPrice(instrument, price), ...printLevels(order) },
    ...{ trailingDistance: printLevel(instrument, trailingDistance), guaranteed, reduceOnly },
    ...{ maxSlippageBps: order.maxSlippageBps ?? null, expiresAt: order.expiresAt ?? null, placedAt: order.placedAt },
  };
}

/** Orders of both kinds by their numbers. */
export function byNumber(one: { readonly number: number }, other: { readonly number: number }): number {
  return one.number - other.number;
}

/** Whether a new price of a waiting order is none, or is reached already. */
export function isPriceFault({ side, orderType, instrument }: Pending, price: Level): boolean {
  return price === 'bad' || (price !== undefined && isReached({ side, orderType, price }, quoteOf(instrument)));
}
