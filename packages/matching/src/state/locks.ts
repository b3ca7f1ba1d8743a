import { millionthsOf } from '../numbers/shares.ts';
import type { Market } from './market.ts';
import type { Orders } from './orders.ts';

/** What a purchase for a notional costs at most: the notional, and the fee. In units of the quote asset. */
export function costOf(notional: number, feePpm: number): number {
  return notional + millionthsOf(notional, feePpm);
}

/**
 * What an order locks for the quantity that is left of it. A buy locks what that costs at most at its price, and a sell the
 * quantity. The parts of an order never cost more than the whole, because each fee is truncated.
 */
export function lockOf(market: Market, isBuy: boolean, price: number, left: number, feePpm: number): number {
  return isBuy ? costOf(market.notional(price, left), feePpm) : market.baseUnits(left);
}

/** The same, of an order that rests. */
export function lockOfOrder(market: Market, orders: Orders, order: number, left: number): number {
  return lockOf(market, orders.isBuy(order), orders.price(order), left, orders.feePpm(order));
}
