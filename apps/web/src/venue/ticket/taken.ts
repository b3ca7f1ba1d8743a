import type { LadderRow } from '../book/ladder.ts';

/**
 * What a market order for a quantity would pay or get now, in units of price times quantity.
 *
 * @param rows the levels that it takes from, the best first.
 * @returns undefined when they do not suffice.
 */
export function takenFrom(
  rows: readonly Pick<LadderRow, 'price' | 'quantity'>[],
  quantity: number,
): bigint | undefined {
  let [left, sum] = [quantity, 0n];
  for (const row of rows) {
    const taken = Math.min(left, row.quantity);
    sum += BigInt(row.price) * BigInt(taken);
    left -= taken;
    if (left === 0) return sum;
  }
  return undefined;
}

/**
 * What a market buy for an amount would spend of it now: at each price it takes as many steps as still fit.
 *
 * @param rows the levels that it takes from, the best first.
 * @param amount in units of price times quantity.
 * @returns undefined when the levels do not suffice.
 */
export function spentOn(
  rows: readonly Pick<LadderRow, 'price' | 'quantity'>[],
  amount: number,
  step: number,
): bigint | undefined {
  const whole = BigInt(amount);
  let left = whole;
  for (const row of rows) {
    const price = BigInt(row.price);
    const wanted = (left / (price * BigInt(step))) * BigInt(step);
    const there = BigInt(row.quantity);
    left -= price * (wanted < there ? wanted : there);
    // What is left pays for no step here, and for none at a higher price.
    if (wanted <= there) return whole - left;
  }
  return undefined;
}
