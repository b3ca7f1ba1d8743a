/** A range of prices in the library's numbers. */
export interface PriceRange {
  readonly minValue: number;
  readonly maxValue: number;
}

/** The least part of the chart's height that candles take. */
const LEAST_SHARE = 1 / 3;

/** Levels this close to the price, as a part of it, are always in sight. */
const ALWAYS_NEAR = 0.001;

/** The range of the candles, widened by the levels that are not too far away, nearest first. */
export function rangeWithLevels(range: PriceRange, levels: readonly number[]): PriceRange {
  const middle = (range.minValue + range.maxValue) / 2;
  const most = Math.max((range.maxValue - range.minValue) / LEAST_SHARE, middle * ALWAYS_NEAR);
  let { minValue, maxValue } = range;
  for (const level of levels.toSorted((one, other) => Math.abs(one - middle) - Math.abs(other - middle))) {
    const [low, high] = [Math.min(minValue, level), Math.max(maxValue, level)];
    if (high - low <= most) [minValue, maxValue] = [low, high];
  }
  return { minValue, maxValue };
}

/** The range of the candles and all levels. */
export function rangeWithAll({ minValue, maxValue }: PriceRange, levels: readonly number[]): PriceRange {
  return { minValue: Math.min(minValue, ...levels), maxValue: Math.max(maxValue, ...levels) };
}
