import type { JsonEvent } from '../../json.ts';
import type { CloseOrder, OfAll } from '../naive-commands.ts';
import { type NaiveState, quoteOf, readPositive, refuse, refuseInvalid, refuseOrder } from '../naive-state.ts';
import { compare, floor, fraction, multiply, type Rational, subtract } from '../rational.ts';
import {
  closingPrice,
  type Instrument,
  type Order,
  pnlAt,
  printDeal,
  printLiquidationPrice,
  printMoney,
  printPrice,
  printQuantity,
  type TriggerReason,
  trail,
  triggerAt,
} from './naive-order.ts';

/** How positions close, as a whole or in part (docs/rules.md). */

interface Closing {
  readonly quantity: Rational;
  readonly price: Rational;
  readonly reason: TriggerReason | 'manual' | 'netting';
  readonly requestId: string | null;
  readonly nettedBy?: string;
}

/** What a part of a position would pay out, and take of its margin. */
export function partOf(order: Order, quantity: Rational, price: Rational) {
  const share = fraction(
    quantity.numerator * order.quantity.denominator,
    quantity.denominator * order.quantity.numerator,
  );
  const margin = floor(multiply(fraction(order.margin), share));
  const pnl = pnlAt({ ...order, quantity }, price);
  return { margin, pnl, payout: margin + pnl > 0n ? margin + pnl : 0n };
}

/** The closing price of a position at the present quote. */
export function presentPrice({ side, instrument }: Order): Rational {
  return closingPrice(side, quoteOf(instrument));
}

export function close(state: NaiveState, order: Order, closing: Closing): JsonEvent {
  const { instrument, userId, orderId } = order;
  const { quantity, price, reason, requestId, nettedBy } = closing;
  const { margin, pnl, payout } = partOf(order, quantity, price);
  const deal = printDeal({ ...order, quantity, margin });
  order.quantity = subtract(order.quantity, quantity);
  order.margin -= margin;
  const hasEnded = order.quantity.numerator === 0n;
  if (hasEnded) {
    state.orders = state.orders.filter((other) => other !== order);
    state.keepId(orderId, userId, 'closed');
  }
  state.addToBalance(userId, payout);
  state.book(userId, payout - margin);
  state.houseResult += margin - payout;
  return {
    ...{ type: 'closed', requestId, ...deal, closePrice: printPrice(instrument, price) },
    ...{ pnl: printMoney(pnl), payout: printMoney(payout), reason, liquidated: reason === 'liquidation' },
    ...{ balance: printMoney(state.balanceOf(userId)), closedAt: state.now, ...state.printCash(userId) },
    ...(hasEnded ? {} : printRest(order)),
    ...(nettedBy === undefined ? {} : { nettedBy }),
  };
}

function printRest(order: Order): JsonEvent {
  return {
    remaining: printQuantity(order.instrument, order.quantity),
    remainingMargin: printMoney(order.margin),
    remainingLiquidationPrice: printLiquidationPrice(order),
  };
}

/** Closes all of a position at the present quote. */
export function closeNow(state: NaiveState, order: Order, requestId: string | null): JsonEvent {
  const { quantity } = order;
  return close(state, order, { quantity, price: presentPrice(order), reason: 'manual', requestId });
}

/** What a tick that was taken does to the positions of its instrument. */
export function triggerPositions(state: NaiveState, instrument: Instrument): JsonEvent[] {
  const events: JsonEvent[] = [];
  for (const order of state.orders.filter((order) => order.instrument === instrument)) {
    const price = presentPrice(order);
    trail(order, price);
    const reason = triggerAt(order, price);
    // A guaranteed stop closes at its own price, whatever the tick's.
    const paid = (reason === 'guaranteed_stop' && order.stopLoss) || price;
    if (reason) events.push(close(state, order, { quantity: order.quantity, price: paid, reason, requestId: null }));
  }
  return events;
}

export function closeOrder(state: NaiveState, given: CloseOrder): JsonEvent[] {
  const { quantity: _, openQuantity: __, ...whole } = given;
  const command: CloseOrder = state.rulesVersion >= 6 ? given : whole;
  if ((command.quantity === undefined) !== (command.openQuantity === undefined)) return refuseInvalid(command);
  if (!state.balances.has(command.userId)) return refuseOrder(command, 'unknown_account');
  const order = state.findOrder(command);
  if (!order) return refuseOrder(command, 'unknown_order');
  if (!state.mayClose(command)) return refuseOrder(command, 'account_restricted');
  if (state.isTooLate(command)) return refuseOrder(command, 'expired');
  if (order.instrument.settings.mode === 'closed') return refuseOrder(command, 'market_closed');
  const quantity = quantityToClose(order, command);
  if (!quantity) return refuseOrder(command, 'invalid_quantity');
  if (state.isStale(order.instrument)) return refuseOrder(command, 'stale_price');
  const { requestId } = command;
  return [close(state, order, { quantity, price: presentPrice(order), reason: 'manual', requestId })];
}

/** How much a command closes; undefined where that cannot be, or what it believes to be open is not. */
function quantityToClose(order: Order, { quantity, openQuantity }: CloseOrder): Rational | undefined {
  if (quantity === undefined || openQuantity === undefined) return order.quantity;
  const part = readPositive(quantity, order.instrument.quantityDecimals);
  const believed = readPositive(openQuantity, order.instrument.quantityDecimals);
  if (!part || !believed || compare(believed, order.quantity) !== 0) return undefined;
  return mayRemain(order.instrument, subtract(order.quantity, part)) ? part : undefined;
}

/** Whether this may be left of a position, or to be opened: nothing, or enough. */
export function mayRemain({ minQuantity }: Instrument, quantity: Rational): boolean {
  return quantity.numerator === 0n || compare(quantity, minQuantity) >= 0;
}

/** Closes what can be closed, the oldest first. */
export function closeAll(state: NaiveState, command: OfAll): JsonEvent[] {
  const { requestId, userId, asset } = command;
  if (asset !== undefined && !state.instruments.has(asset)) return refuse(command, 'unknown_asset');
  if (!state.balances.has(userId)) return refuse(command, 'unknown_account');
  if (!state.mayClose(command)) return refuse(command, 'account_restricted');
  const asked = state.ordersOf(userId).filter(({ instrument }) => (asset ?? instrument.asset) === instrument.asset);
  const closable = asked.filter(
    ({ instrument }) => instrument.settings.mode !== 'closed' && !state.isStale(instrument),
  );
  const closings = closable.map((order) => closeNow(state, order, null));
  const left = asked.length - closings.length;
  return [...closings, { type: 'all-closed', requestId, userId, closed: closings.length, left }];
}
