import { MONEY_DECIMALS, type Money } from '@fulcrum/cfd';

/** Millionths in the hundredth of a USDC, which is the least that is shown. */
const CENT = 10n ** BigInt(MONEY_DECIMALS - 2);

/** Divides to the nearest whole number, and halves away from zero. The divisor is positive. */
export function roundedDivide(dividend: bigint, divisor: bigint): bigint {
  const half = dividend < 0n ? -divisor : divisor;
  // BigInt divides toward zero.
  return (2n * dividend + half) / (2n * divisor);
}

/** Money as it is shown, rounded to the cent: still in millionths. */
export function shownMoney(amount: Money): Money {
  return roundedDivide(amount, CENT) * CENT;
}

/**
 * The total that is shown beside its amounts. People who add up the shown amounts should get it. The rounding of many
 * amounts may add up to more than a cent, however: then the true total is shown.
 */
export function shownTotal(amounts: readonly Money[]): Money {
  const exact = shownMoney(amounts.reduce((sum, amount) => sum + amount, 0n));
  const addedUp = amounts.reduce((sum, amount) => sum + shownMoney(amount), 0n);
  return isWithinACent(addedUp, exact) ? addedUp : exact;
}

/** Whether people take one for the other, which was rounded elsewhere. */
export function isWithinACent(a: Money, b: Money): boolean {
  const off = a - b;
  return -CENT <= off && off <= CENT;
}

/** Money in whole cents, rounded likewise. */
export function centsOf(amount: Money): bigint {
  return roundedDivide(amount, CENT);
}

/** Hundredths of a percent that one amount is of another, which is positive, rounded likewise. */
export function hundredthsOfPercent(part: Money, whole: Money): bigint {
  return whole === 0n ? 0n : roundedDivide(part * 10_000n, whole);
}
