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
