import type { Instrument } from './instrument.ts';

/**
 * Money is a whole number of millionths of a USDC. Products of price and quantity can leave the safe integers, so
 * money is BigInt throughout, and this file is the one place where it is made.
 */
export type Money = bigint;

export type Side = 'buy' | 'sell';

export const MONEY_DECIMALS = 6;

/** What decides a position's money: prices and quantity in the instrument's units. */
export interface Position {
  readonly side: Side;
  readonly quantity: number;
  readonly openPrice: number;
  readonly margin: Money;
}

/** The value of `priceUnits × quantityUnits` as an exact fraction of millionths (DESIGN, section 4, `notional`). */
interface Fraction {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

function notional(priceUnits: number, quantityUnits: number, instrument: Instrument): Fraction {
  const shift = MONEY_DECIMALS - instrument.priceDecimals - instrument.quantityDecimals;
  const product = BigInt(priceUnits) * BigInt(quantityUnits);
  return shift >= 0
    ? { numerator: product * 10n ** BigInt(shift), denominator: 1n }
    : { numerator: product, denominator: 10n ** BigInt(-shift) };
}

/** Divides toward minus infinity. The divisor is positive. */
export function floorDivide(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return dividend % divisor < 0n ? quotient - 1n : quotient;
}

/** Divides toward plus infinity. The divisor is positive. */
export function ceilDivide(dividend: bigint, divisor: bigint): bigint {
  return -floorDivide(-dividend, divisor);
}

/** `margin = ceil(notional(open) / leverage)`. */
export function marginFor(openPrice: number, quantity: number, leverage: number, instrument: Instrument): Money {
  const { numerator, denominator } = notional(openPrice, quantity, instrument);
  return ceilDivide(numerator, denominator * BigInt(leverage));
}

/** `pnl = floor(notional(close) - notional(open))` for a buy, the mirror image for a sell. */
export function profitAt(closePrice: number, position: Position, instrument: Instrument): Money {
  const gain = position.side === 'buy' ? closePrice - position.openPrice : position.openPrice - closePrice;
  const { numerator, denominator } = notional(gain, position.quantity, instrument);
  return floorDivide(numerator, denominator);
}

/** `payout = max(0, margin + pnl)`: a client never owes more than the margin (negative balance protection). */
export function payoutFor(margin: Money, pnl: Money): Money {
  const payout = margin + pnl;
  return payout > 0n ? payout : 0n;
}

/** The margin call: `20 × (margin + pnl) <= margin`. */
export function isMarginCall(margin: Money, pnl: Money): boolean {
  return 20n * (margin + pnl) <= margin;
}

/**
 * The price on the grid at which the margin call first holds: the highest such price for a buy, the lowest for a sell.
 *
 * The call holds when pnl <= L, where L = floor(-19 × margin / 20). Since pnl is the floor of the exact gain, that is
 * the same as gain < L + 1. With one grid step worth `step` millionths, the position has to lose more than
 * -(L + 1) / step steps, and the first whole number of steps that does is floor(-(L + 1) / step) + 1.
 */
export function liquidationPriceOf(position: Position, instrument: Instrument): number {
  const { numerator, denominator } = notional(1, position.quantity, instrument);
  const bearableLoss = -(floorDivide(-19n * position.margin, 20n) + 1n);
  const steps = Number(floorDivide(bearableLoss * denominator, numerator) + 1n);
  return position.side === 'buy' ? position.openPrice - steps : position.openPrice + steps;
}
