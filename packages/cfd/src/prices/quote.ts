import type { Side } from '../numbers/money.ts';

/** In grid units. */
export interface Prices {
  readonly bid: number;
  readonly ask: number;
}

/** The last tick that was taken. `time` is its log time in milliseconds. */
export interface Quote extends Prices {
  readonly time: number;
}

/** A tick that is held. Prices are in grid units, times in milliseconds of log time. */
export interface HeldTick extends Prices {
  /** Microseconds of the venue's clock, in digits: they may pass 2^53. */
  readonly exchangeTime: string | undefined;
  readonly source: string | undefined;
  readonly heldSince: number;
}

/** A buy closes at the bid, a sell at the ask. */
export function closingPrice(side: Side, quote: Quote): number {
  return side === 'buy' ? quote.bid : quote.ask;
}

/** A buy opens at the ask, a sell at the bid. */
export function openingPrice(side: Side, quote: Quote): number {
  return side === 'buy' ? quote.ask : quote.bid;
}

/** Whether a price is as good as the level or better, for somebody who closes at it. */
export function hasReachedTarget(side: Side, price: number, level: number): boolean {
  return side === 'buy' ? price >= level : price <= level;
}

/** Whether a price is as bad as the level or worse, for somebody who closes at it. */
export function hasReachedStop(side: Side, price: number, level: number): boolean {
  return side === 'buy' ? price <= level : price >= level;
}

/** Where a stop stands that keeps this distance from the price at which its position would close. It may be 0 or less. */
export function trailingStopAt(side: Side, price: number, distance: number): number {
  return side === 'buy' ? price - distance : price + distance;
}
