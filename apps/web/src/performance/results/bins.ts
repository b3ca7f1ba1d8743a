import { floorDivide, type Money } from '@fulcrum/cfd';

/** How many results lie between two amounts: at `from` or above it, and below `to`. */
export interface Bin {
  readonly from: Money;
  readonly to: Money;
  readonly count: number;
}

const MOST_BINS = 25n;

/**
 * Puts results into bins of one round width, as narrow as at most 25 bins allow. Zero is always a boundary, and the bins
 * reach to it from whichever side the results are on. Bins without results are there as well.
 */
export function binsOf(results: readonly Money[]): Bin[] {
  if (results.length === 0) return [];
  const least = results.reduce((a, b) => (b < a ? b : a), 0n);
  const most = results.reduce((a, b) => (b > a ? b : a), 0n);
  const width = widthFor(least, most);
  const first = floorDivide(least, width);
  const counts = Array.from({ length: Number(binCount(least, most, width)) }, () => 0);
  for (const result of results) {
    const at = Number(floorDivide(result, width) - first);
    counts[at] = (counts[at] ?? 0) + 1;
  }
  return counts.map((count, at) => {
    const from = (first + BigInt(at)) * width;
    return { from, to: from + width, count };
  });
}

/** 1, 2 or 5 times a power of ten, and at least a cent. */
function widthFor(least: Money, most: Money): Money {
  for (let power = 10_000n; ; power *= 10n) {
    for (const width of [power, 2n * power, 5n * power]) if (binCount(least, most, width) <= MOST_BINS) return width;
  }
}

/** From the bin of the least result, or of what lies just below zero, to that of the greatest. */
function binCount(least: Money, most: Money, width: Money): bigint {
  return floorDivide(most, width) - floorDivide(least, width) + 1n;
}
