import { formatDecimal } from '@fulcrum/cfd';

/** Whether one decimal text is more than another. Both may have any number of digits. */
export function isMore(one: string, other: string): boolean {
  const decimals = Math.max(decimalsOf(one), decimalsOf(other));
  return unitsOf(one, decimals) > unitsOf(other, decimals);
}

/** What two amounts are together. */
export function sumOf(one: string, other: string): string {
  const decimals = Math.max(decimalsOf(one), decimalsOf(other));
  return formatDecimal(unitsOf(one, decimals) + unitsOf(other, decimals), decimals);
}

/**
 * So many millionths of an amount, truncated as the venue truncates fees.
 *
 * @param decimals of the asset, if it has more than the amount.
 */
export function millionthsOf(amount: string, ppm: number, decimals: number): string {
  const all = Math.max(decimals, decimalsOf(amount));
  return formatDecimal((unitsOf(amount, all) * BigInt(ppm)) / 1_000_000n, all);
}

/** Digits behind the point. */
export function decimalsOf(text: string): number {
  return text.split('.')[1]?.length ?? 0;
}

function unitsOf(text: string, decimals: number): bigint {
  return BigInt(text.replace('.', '') + '0'.repeat(decimals - decimalsOf(text)));
}
