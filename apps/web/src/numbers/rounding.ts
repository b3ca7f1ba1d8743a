import { MONEY_DECIMALS, type Money } from '@fulcrum/cfd';

/** Millionths in a cent, the smallest amount that is shown. */
const CENT = 10n ** BigInt(MONEY_DECIMALS - 2);

/** Divides and rounds to the nearest whole number, halves away from zero. The divisor is positive. */
export function roundedDivide(dividend: bigint, divisor: bigint): bigint {
  const half = dividend < 0n ? -divisor : divisor;
  // BigInt divides toward zero.
  return (2n * dividend + half) / (2n * divisor);
}

/** Money rounded to the cent as it is shown, still in millionths. */
export function shownMoney(amount: Money): Money {
  return roundedDivide(amount, CENT) * CENT;
}

/**
 * The total that is shown beside its amounts. It is the sum of the rounded amounts, so that people who add them up get
 * it. If that is more than a cent off, the rounded true total is shown instead.
 */
export function shownTotal(amounts: readonly Money[]): Money {
  const exact = shownMoney(amounts.reduce((sum, amount) => sum + amount, 0n));
  const addedUp = amounts.reduce((sum, amount) => sum + shownMoney(amount), 0n);
  return isWithinACent(addedUp, exact) ? addedUp : exact;
}

/** Whether two amounts differ by rounding only. */
export function isWithinACent(a: Money, b: Money): boolean {
  const off = a - b;
  return -CENT <= off && off <= CENT;
}

/** Money in whole cents, rounded in the same way. */
export function centsOf(amount: Money): bigint {
  return roundedDivide(amount, CENT);
}

/** One amount in hundredths of a percent of another, rounded in the same way. The other is positive. */
export function hundredthsOfPercent(part: Money, whole: Money): bigint {
  return whole === 0n ? 0n : roundedDivide(part * 10_000n, whole);
}
