import { assert, parseDecimal } from '@fulcrum/log';

/**
 * Money is a whole number of millionths of a USDC. Products of price and quantity can leave the safe integers, so
 * money is BigInt throughout, and this file is the one place where it is made.
 */
export type Money = bigint;

export type Side = 'buy' | 'sell';

export const MONEY_DECIMALS = 6;

/** The digits after the point that an instrument's prices and quantities have. */
export interface Grid {
  readonly priceDecimals: number;
  readonly quantityDecimals: number;
}

/** What decides a position's money: prices and quantity in the instrument's units. */
export interface Position {
  readonly side: Side;
  readonly quantity: number;
  readonly openPrice: number;
  readonly margin: Money;
}

/** 10^0 to 10^18: more than any grid needs, and all of them exact. */
const POWERS_OF_TEN = Array.from({ length: 19 }, (_, exponent) => Number(10n ** BigInt(exponent)));

function powerOfTen(exponent: number): number {
  return exponent <= 0 ? 1 : (POWERS_OF_TEN[exponent] as number);
}

/**
 * `floor(a × b × c / (d × e))`, exactly, of whole numbers of which d and e are positive.
 *
 * Mostly all products fit safe integers, and the result costs next to nothing. A product that does not fit never looks as
 * if it did, so none of them was rounded. The quotient x / y is not rounded up to the next whole number either: it lies at
 * least 1 / y below that number, and doubles lie closer together there.
 */
function floorRatio(a: number, b: number, c: number, d: number, e: number): bigint {
  const [dividend, divisor] = [a * b * c, d * e];
  if (Number.isSafeInteger(dividend) && Number.isSafeInteger(divisor)) return BigInt(Math.floor(dividend / divisor));
  return floorDivide(BigInt(a) * BigInt(b) * BigInt(c), BigInt(d) * BigInt(e));
}

/** Millionths that one unit of price times one unit of quantity is worth: a multiplier, and a divisor. */
function worthOfUnit({ priceDecimals, quantityDecimals }: Grid): [multiplier: number, divisor: number] {
  const shift = MONEY_DECIMALS - priceDecimals - quantityDecimals;
  return [powerOfTen(shift), powerOfTen(-shift)];
}

/** Divides toward minus infinity. The divisor is positive. */
export function floorDivide(dividend: bigint, divisor: bigint): bigint {
  const quotient = dividend / divisor;
  return dividend % divisor < 0n ? quotient - 1n : quotient;
}

/** Whether a difference is more than so many ten-thousandths of a base: `difference × 10,000 > base × bps`, exactly. */
export function exceedsBps(difference: number, base: number, bps: number): boolean {
  const [left, right] = [difference * 10_000, base * bps];
  if (Number.isSafeInteger(left) && Number.isSafeInteger(right)) return left > right;
  return BigInt(difference) * 10_000n > BigInt(base) * BigInt(bps);
}

/** Whether a difference is so many ten-thousandths of a base, or more. */
export function isAtLeastBps(difference: number, base: number, bps: number): boolean {
  const [left, right] = [difference * 10_000, base * bps];
  if (Number.isSafeInteger(left) && Number.isSafeInteger(right)) return left >= right;
  return BigInt(difference) * 10_000n >= BigInt(base) * BigInt(bps);
}

/** `margin = ceil(notional(open) / leverage)`, where ceil(x) is -floor(-x). */
export function marginFor(openPrice: number, quantity: number, leverage: number, grid: Grid): Money {
  const [multiplier, divisor] = worthOfUnit(grid);
  return -floorRatio(-openPrice, quantity, multiplier, divisor, leverage);
}

/** What a guarantee costs: `ceil(notional(open) × ppm / 1,000,000)`. */
export function guaranteeFee(openPrice: number, quantity: number, ppm: number, grid: Grid): Money {
  const [multiplier, divisor] = worthOfUnit(grid);
  return -floorRatio(-openPrice, quantity, multiplier * ppm, divisor, 1_000_000);
}

/** What a part of a position gives back of its margin: `floor(margin × part / quantity)`. */
export function releasedMargin(margin: Money, part: number, quantity: number): Money {
  return (margin * BigInt(part)) / BigInt(quantity);
}

/** `pnl = floor(notional(close) - notional(open))` for a buy, the mirror image for a sell. */
export function profitAt(closePrice: number, position: Position, grid: Grid): Money {
  const gain = position.side === 'buy' ? closePrice - position.openPrice : position.openPrice - closePrice;
  const [multiplier, divisor] = worthOfUnit(grid);
  return floorRatio(gain, position.quantity, multiplier, divisor, 1);
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
export function liquidationPriceOf(position: Position, grid: Grid): number {
  const distance = bearableSteps(position, grid) + 1;
  return position.side === 'buy' ? position.openPrice - distance : position.openPrice + distance;
}

/** Mostly all numbers are safe integers, and no BigInt is made: quotients of such are exact (see `floorRatio`). */
function bearableSteps({ margin, quantity }: Pick<Position, 'margin' | 'quantity'>, grid: Grid): number {
  const [multiplier, divisor] = worthOfUnit(grid);
  const call = -19 * Number(margin);
  const bearableLoss = -(Math.floor(call / 20) + 1);
  const [dividend, step] = [bearableLoss * divisor, quantity * multiplier];
  if (Number.isSafeInteger(call) && Number.isSafeInteger(dividend) && Number.isSafeInteger(step))
    return Math.floor(dividend / step);
  const exactLoss = -(floorDivide(-19n * margin, 20n) + 1n);
  return Number(floorDivide(exactLoss * BigInt(divisor), BigInt(quantity) * BigInt(multiplier)));
}

/**
 * Reads money as it is printed: it may be larger than a safe integer.
 *
 * @throws where the text is no amount of millionths.
 */
export function readMoney(text: string): Money {
  const units = parseDecimal(text, MONEY_DECIMALS);
  if (units !== undefined) return BigInt(units);
  const match = /^(-?)(\d+)\.(\d{6})$/.exec(text);
  assert(match !== null, `the amount ${text} is in millionths`);
  return BigInt(`${match[1]}${match[2]}${match[3]}`);
}
