import { assert } from '@fulcrum/log';
import type { Instrument } from '../../messages/instrument.ts';
import { type Refusal, refuse } from '../../messages/rejection.ts';
import { type Money, type Position, payoutFor, profitAt, type Side } from '../../numbers/money.ts';
import { closingPrice, type Quote } from '../../prices/quote.ts';
import type { Market } from '../../state/market.ts';
import type { Order } from '../../state/order.ts';
import type { State } from '../../state/state.ts';
import { isTooSmall } from '../closing/close-order.ts';
import { partProfit, restOf } from '../closing/close-position.ts';
import { type OpeningRequest, readQuantity } from '../opening/opening-terms.ts';

/** A position of the other side that an order closes, or a part of it. */
export interface Netted<Closed extends Position = Order> {
  readonly order: Closed;
  readonly quantity: number;
}

/** What an order that nets closes, oldest first, and what is left of it to open. Nothing of it has happened yet. */
export interface NetPlan<Closed extends Position = Order> {
  readonly isReduceOnly: boolean;
  readonly netted: readonly Netted<Closed>[];
  /** Its whole quantity, what of it closes others, and what is left to open. */
  readonly quantity: number;
  readonly closed: number;
  readonly left: number;
}

/**
 * Works out what an order closes before it opens anything.
 *
 * @returns undefined where it closes nothing: it opens beside what is there. So too where its quantity makes no sense, which
 *   the checks of opening refuse.
 */
export function planNetting(
  state: State,
  { side, quantity: amount }: Pick<OpeningRequest, 'side' | 'quantity'>,
  isReduceOnly: boolean,
  market: Market,
  account: number,
): NetPlan | undefined {
  if (!isReduceOnly && !state.isNetting) return undefined;
  const quantity = readQuantity(amount, market.instrument);
  if (quantity === undefined) return undefined;
  return netAgainst(oppositeOrders(state, side, market, account), quantity, isReduceOnly);
}

/** Works out what a quantity closes of positions of the other side. @param opposite oldest first. */
export function netAgainst<Closed extends Position>(
  opposite: Iterable<Closed>,
  quantity: number,
  isReduceOnly: boolean,
): NetPlan<Closed> {
  const netted: Netted<Closed>[] = [];
  let left = quantity;
  for (const order of opposite) {
    if (left === 0) break;
    const part = Math.min(left, order.quantity);
    netted.push({ order, quantity: part });
    left -= part;
  }
  assert(left >= 0, 'an order closes no more than it is for');
  return { isReduceOnly, netted, quantity, closed: quantity - left, left: isReduceOnly ? 0 : left };
}

/** Whether an order opens something, and so needs the right to it, or only closes. */
export function whatItDoes(plan: NetPlan<Position> | undefined): 'opening' | 'closing' {
  return plan === undefined || plan.left > 0 ? 'opening' : 'closing';
}

/** What is left to open, and what is left of the last position, is nothing, or may be traded. */
export function checkLeftovers(
  { netted, left }: NetPlan<Position>,
  { instrument }: Pick<Market, 'instrument'>,
): Refusal | undefined {
  const last = netted.at(-1);
  const rest = last === undefined ? 0 : last.order.quantity - last.quantity;
  if (!isTooSmall(left, instrument) && !isTooSmall(rest, instrument)) return undefined;
  return refuse('invalid_quantity', 'What this order would leave is less than may be traded.');
}

/** How many orders have ended once the plan is carried out. */
export function endedBy({ netted }: NetPlan): number {
  return netted.filter(({ order, quantity }) => quantity === order.quantity).length;
}

/** What the closings pay, at a quote. */
export function payoutOf(
  { netted }: NetPlan<Position>,
  { instrument }: Pick<Market, 'instrument'>,
  quote: Quote,
): Money {
  let sum = 0n;
  for (const closing of netted) {
    const { margin, pnl } = closingOf(closing, instrument, quote);
    sum += payoutFor(margin, pnl);
  }
  return sum;
}

/** What a closing sets free of the margin, and what it wins or loses, at a quote. */
export function closingOf({ order, quantity }: Netted<Position>, instrument: Instrument, quote: Quote) {
  const price = closingPrice(order.side, quote);
  const isWhole = quantity === order.quantity;
  const margin = isWhole ? order.margin : order.margin - restOf(order, quantity, instrument).margin;
  const pnl = isWhole ? profitAt(price, order, instrument) : partProfit(price, order, quantity, instrument);
  return { margin, pnl };
}

function* oppositeOrders(state: State, side: Side, market: Market, account: number): Generator<Order> {
  for (const slot of state.ordersOf(account)) {
    const { position, market: its } = state.positionOf(slot);
    if (its === market && position.side !== side) yield state.readOrder(slot);
  }
}
