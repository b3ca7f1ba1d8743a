import { floorDivide, type Money } from '@fulcrum/cfd';

/** The number of results from `from` (inclusive) to `to` (exclusive). */
export interface Bin {
  readonly from: Money;
  readonly to: Money;
  readonly count: number;
}

const MOST_BINS = 25n;

/**
 * Puts results into bins of one round width, as narrow as at most 25 bins allow. Zero is always a boundary, and the
 * bins reach to it from both sides. Empty bins are kept.
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

/** The number of bins from the least result to the greatest, which reach to zero in any case. */
function binCount(least: Money, most: Money, width: Money): bigint {
  return floorDivide(most, width) - floorDivide(least, width) + 1n;
}
