import type { JsonEvent } from '../../json.ts';
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
} from '../rational.ts';

export type Side = 'buy' | 'sell';
export type OrderType = 'limit' | 'stop';

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
  readonly guaranteedStopPpm?: number;
  readonly minGuaranteedDistanceBps?: number;
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

/** The terms that open positions and waiting orders share. */
export interface Terms {
  orderId: string;
  userId: string;
  instrument: Instrument;
  side: Side;
  quantity: Rational;
  leverage: number;
  takeProfit: Rational | undefined;
  stopLoss: Rational | undefined;
  guaranteed: boolean;
}

/** An open position. */
export interface Order extends Terms {
  /** Its place in the one order of all that was opened, placed or put on hold. */
  number: number;
  openPrice: Rational;
  /** In millionths of a USDC. */
  margin: bigint;
  /** How far behind the best price since it was set the stop stays. */
  trailing: { distance: Rational; best: Rational } | undefined;
  slippage: Rational;
  openedAt: number;
}

/** An order that waits for its price. */
export interface Pending extends Terms {
  number: number;
  orderType: OrderType;
  price: Rational;
  expiresAt: number | undefined;
  trailingDistance: Rational | undefined;
  reduceOnly: boolean;
  maxSlippageBps: number | undefined;
  placedAt: number;
}

export type TriggerReason = 'guaranteed_stop' | 'liquidation' | 'take_profit' | 'trailing_stop' | 'stop_loss';

/** By the version of the rules. */
const MAX_PRICE_UNITS = [0n, 2n ** 52n - 1n, ...[2, 3, 4, 5, 6, 7].map(() => 2n ** 42n)];
const MILLION = fraction(1_000_000n);

/** Reads a price that the instrument could quote; undefined when it is off the grid, not above zero, or too high. */
export function readPrice(instrument: Instrument, text: string, rulesVersion: number): Rational | undefined {
  const price = parseDecimal(text);
  if (!price) return undefined;
  const units = unitsOf(price, instrument.priceDecimals);
  return units !== undefined && units >= 1n && units <= (MAX_PRICE_UNITS[rulesVersion] ?? 0n) ? price : undefined;
}

export function openingPrice(side: Side, quote: Pick<Quote, 'bid' | 'ask'>): Rational {
  return side === 'buy' ? quote.ask : quote.bid;
}

export function closingPrice(side: Side, quote: Pick<Quote, 'bid' | 'ask'>): Rational {
  return side === 'buy' ? quote.bid : quote.ask;
}

/** How far `to` is on the winning side of `from`: up for a buy, down for a sell. */
export function gain(side: Side, from: Rational, to: Rational): Rational {
  return side === 'buy' ? subtract(to, from) : subtract(from, to);
}

/** Whether `to` is on the winning side of `from`, and not the same price. */
export function isBetter(side: Side, to: Rational, from: Rational): boolean {
  return gain(side, from, to).numerator > 0n;
}

export function marginOf(openPrice: Rational, quantity: Rational, leverage: number): bigint {
  const notional = multiply(multiply(openPrice, quantity), MILLION);
  return ceil(multiply(notional, fraction(1n, BigInt(leverage))));
}

/** What a guaranteed stop costs at opening, in millionths. */
export function guaranteeFee(openPrice: Rational, quantity: Rational, ppm: number): bigint {
  return ceil(multiply(multiply(openPrice, quantity), fraction(BigInt(ppm))));
}

/** Profit or loss in millionths of a USDC if the position, or a part of it, closed at this price. */
export function pnlAt(position: Pick<Order, 'side' | 'openPrice' | 'quantity'>, price: Rational): bigint {
  return floor(multiply(multiply(gain(position.side, position.openPrice, price), position.quantity), MILLION));
}

export function isMarginCalled(order: Order, price: Rational): boolean {
  return 20n * (order.margin + pnlAt(order, price)) <= order.margin;
}

/** Where the trailing stop of a position stands. It may be at zero or below. */
export function trailingStop({ side, trailing }: Order): Rational | undefined {
  if (!trailing) return undefined;
  const { best, distance } = trailing;
  return side === 'buy' ? subtract(best, distance) : subtract(best, multiply(distance, fraction(-1n)));
}

/** Moves the trailing stop of a position with a price that was taken: it never moves back. */
export function trail(order: Order, price: Rational): void {
  if (order.trailing && isBetter(order.side, price, order.trailing.best)) order.trailing.best = price;
}

/** Why this position closes at this price; undefined when it stays open. The first reason counts. */
export function triggerAt(order: Order, price: Rational): TriggerReason | undefined {
  const hasReached = (target: Rational | undefined) => target && !isBetter(order.side, target, price);
  const hasFallenTo = (stop: Rational | undefined) => stop && !isBetter(order.side, price, stop);
  if (order.guaranteed && hasFallenTo(order.stopLoss)) return 'guaranteed_stop';
  if (isMarginCalled(order, price)) return 'liquidation';
  if (hasReached(order.takeProfit)) return 'take_profit';
  if (hasFallenTo(trailingStop(order))) return 'trailing_stop';
  if (hasFallenTo(order.stopLoss)) return 'stop_loss';
  return undefined;
}

/** Whether a quote is what an order waits for. */
export function isReached({ side, orderType, price }: Pick<Pending, 'side' | 'orderType' | 'price'>, quote: Quote) {
  const now = openingPrice(side, quote);
  const mayNotBeAbove = (side === 'buy') === (orderType === 'limit');
  return mayNotBeAbove ? compare(now, price) <= 0 : compare(now, price) >= 0;
}

/** Whether a guaranteed stop keeps the distance from the price at which its position would close. */
export function isFarEnough({ side, instrument }: Pick<Terms, 'side' | 'instrument'>, stop: Rational, price: Rational) {
  const least = multiply(price, fraction(BigInt(instrument.settings.minGuaranteedDistanceBps ?? 0), 10_000n));
  return compare(gain(side, stop, price), least) >= 0;
}

/**
 * Searches the grid for the first price at which the margin call holds. Each step asks the definition itself. The search
 * relies on one fact alone: a worse price never makes a position better.
 */
export function liquidationUnits(order: Order): bigint {
  const scale = powerOfTen(order.instrument.priceDecimals);
  const isCalled = (units: bigint) => isMarginCalled(order, fraction(units, scale));
  let safe = unitsOf(order.openPrice, order.instrument.priceDecimals) ?? 0n;
  const away = order.side === 'buy' ? -1n : 1n;
  let step = 1n;
  while (!isCalled(safe + away * step)) step *= 2n;
  let called = safe + away * step;
  if (isCalled(safe)) throw new Error('a position must not be liquidated at its opening price');
  while (called - safe > 1n || safe - called > 1n) {
    const middle = floor(fraction(safe + called, 2n));
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

export function printLevel(instrument: Instrument, level: Rational | undefined): string | null {
  return level ? printPrice(instrument, level) : null;
}

export function printLevels({ instrument, takeProfit, stopLoss }: Terms): JsonEvent {
  return { takeProfit: printLevel(instrument, takeProfit), stopLoss: printLevel(instrument, stopLoss) };
}

/** The fields that `created` and `closed` and the orders of `account` share. */
export function printDeal(order: Order): JsonEvent {
  return {
    ...printTerms(order),
    openPrice: printPrice(order.instrument, order.openPrice),
    margin: printMoney(order.margin),
    slippage: printPrice(order.instrument, order.slippage),
    openedAt: order.openedAt,
  };
}

/** Whose order it is, and about what. */
export function printTerms({ orderId, userId, instrument, side, quantity, leverage }: Terms): JsonEvent {
  const { asset } = instrument;
  return { orderId, userId, asset, side, quantity: printQuantity(instrument, quantity), leverage };
}

export function printLiquidationPrice(order: Order): string {
  return printUnits(liquidationUnits(order), order.instrument.priceDecimals);
}

export function isBetween(least: Rational, value: Rational, most: Rational): boolean {
  return compare(least, value) <= 0 && compare(value, most) <= 0;
}
