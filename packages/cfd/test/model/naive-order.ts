import type { JsonEvent } from '../json.ts';
import {
  ceil,
  compare,
  floor,
  fraction,
  multiply,
  parseDecimal,
  powerOfTen,
  printUnits,
  type Rational,
  subtract,
  unitsOf,
} from './rational.ts';

export interface Quote {
  readonly bid: Rational;
  readonly ask: Rational;
  readonly timeMs: number;
}

export interface HeldTick {
  readonly bid: Rational;
  readonly ask: Rational;
  readonly exchangeTime: bigint | undefined;
  readonly source: string | undefined;
  readonly heldSince: number;
}

/** Settings that may be absent. */
export interface LaterSettings {
  readonly assetClass?: string;
  readonly mode?: 'open' | 'close_only' | 'closed';
  readonly maxSpreadBps?: number;
  readonly maxJumpBps?: number;
  readonly confirmJumpMs?: number;
}

export interface Instrument {
  asset: string;
  priceDecimals: number;
  quantityDecimals: number;
  minQuantity: Rational;
  maxQuantity: Rational;
  maxLeverage: number;
  maxQuoteAgeMs: number;
  quote: Quote | undefined;
  held: HeldTick | undefined;
  settings: LaterSettings;
}

export interface Order {
  /** How many were opened before it. */
  number: number;
  orderId: string;
  userId: string;
  instrument: Instrument;
  side: 'buy' | 'sell';
  quantity: Rational;
  leverage: number;
  openPrice: Rational;
  /** In millionths of a USDC. */
  margin: bigint;
  takeProfit: Rational | undefined;
  stopLoss: Rational | undefined;
  slippage: Rational;
  openedAt: number;
}

export type TriggerReason = 'liquidation' | 'take_profit' | 'stop_loss';

/** By the version of the rules. */
const MAX_PRICE_UNITS = [0n, 2n ** 52n - 1n, ...[2, 3, 4, 5].map(() => 2n ** 42n)];
const MILLION = fraction(1_000_000n);

/** Reads a price that the instrument could quote; undefined when it is off the grid, not above zero, or too high. */
export function readPrice(instrument: Instrument, text: string, rulesVersion: number): Rational | undefined {
  const price = parseDecimal(text);
  if (!price) return undefined;
  const units = unitsOf(price, instrument.priceDecimals);
  return units !== undefined && units >= 1n && units <= (MAX_PRICE_UNITS[rulesVersion] ?? 0n) ? price : undefined;
}

export function openingPrice(side: Order['side'], quote: Quote): Rational {
  return side === 'buy' ? quote.ask : quote.bid;
}

export function closingPrice(side: Order['side'], quote: Quote): Rational {
  return side === 'buy' ? quote.bid : quote.ask;
}

/** How far `to` is on the winning side of `from`: up for a buy, down for a sell. */
export function gain(side: Order['side'], from: Rational, to: Rational): Rational {
  return side === 'buy' ? subtract(to, from) : subtract(from, to);
}

export function marginOf(openPrice: Rational, quantity: Rational, leverage: number): bigint {
  const notional = multiply(multiply(openPrice, quantity), MILLION);
  return ceil(multiply(notional, fraction(1n, BigInt(leverage))));
}

/** Profit or loss in millionths of a USDC if the order closed at this price. */
export function pnlAt(order: Order, price: Rational): bigint {
  return floor(multiply(multiply(gain(order.side, order.openPrice, price), order.quantity), MILLION));
}

export function isMarginCalled(order: Order, price: Rational): boolean {
  return 20n * (order.margin + pnlAt(order, price)) <= order.margin;
}

/** Why this order closes at this price; undefined when it stays open. The margin call has precedence. */
export function triggerAt(order: Order, price: Rational): TriggerReason | undefined {
  if (isMarginCalled(order, price)) return 'liquidation';
  const isReached = (level: Rational) => gain(order.side, level, price).numerator >= 0n;
  if (order.takeProfit && isReached(order.takeProfit)) return 'take_profit';
  const isStopped = (level: Rational) => gain(order.side, level, price).numerator <= 0n;
  if (order.stopLoss && isStopped(order.stopLoss)) return 'stop_loss';
  return undefined;
}

/**
 * Searches the grid for the first price at which the margin call holds. Each step asks the definition itself. The search
 * relies on one fact alone: a worse price never makes a position better.
 */
export function liquidationUnits(order: Order): bigint {
  const scale = powerOfTen(order.instrument.priceDecimals);
  const isCalled = (units: bigint) => isMarginCalled(order, fraction(units, scale));
  let safe = unitsOf(order.openPrice, order.instrument.priceDecimals) ?? 0n;
  let called = 0n;
  if (order.side === 'sell') for (called = 1n; called <= safe || !isCalled(called); ) called *= 2n;
  if (!isCalled(called)) throw new Error('a buy must be liquidated at a price of zero');
  if (isCalled(safe)) throw new Error('an order must not be liquidated at its opening price');
  while (called - safe > 1n || safe - called > 1n) {
    const middle = (safe + called) / 2n;
    if (isCalled(middle)) called = middle;
    else safe = middle;
  }
  return called;
}

export function printPrice(instrument: Instrument, price: Rational): string {
  const units = unitsOf(price, instrument.priceDecimals);
  if (units === undefined) throw new Error('a price must be on the grid of its instrument');
  return printUnits(units, instrument.priceDecimals);
}

export function printQuantity(instrument: Instrument, quantity: Rational): string {
  const units = unitsOf(quantity, instrument.quantityDecimals);
  if (units === undefined) throw new Error('a quantity must be on the grid of its instrument');
  return printUnits(units, instrument.quantityDecimals);
}

export function printMoney(millionths: bigint): string {
  return printUnits(millionths, 6);
}

export function printLevels(order: Order): JsonEvent {
  const print = (level: Rational | undefined) => (level ? printPrice(order.instrument, level) : null);
  return { takeProfit: print(order.takeProfit), stopLoss: print(order.stopLoss) };
}

/** The fields that `created` and `closed` and the orders of `account` share. */
export function printDeal(order: Order): JsonEvent {
  return {
    orderId: order.orderId,
    userId: order.userId,
    asset: order.instrument.asset,
    side: order.side,
    quantity: printQuantity(order.instrument, order.quantity),
    leverage: order.leverage,
    openPrice: printPrice(order.instrument, order.openPrice),
    margin: printMoney(order.margin),
    slippage: printPrice(order.instrument, order.slippage),
    openedAt: order.openedAt,
  };
}

export function printLiquidationPrice(order: Order): string {
  return printUnits(liquidationUnits(order), order.instrument.priceDecimals);
}

export function isBetween(least: Rational, value: Rational, most: Rational): boolean {
  return compare(least, value) <= 0 && compare(value, most) <= 0;
}
