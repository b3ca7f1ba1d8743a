/** A range of prices, as the library wants it: numbers with a fraction. */
export interface PriceRange {
  readonly minValue: number;
  readonly maxValue: number;
}

/** Candles take at least this part of the chart's height. */
const LEAST_SHARE = 1 / 3;

/** And levels that are as near to the price as this, as a part of it, are always in sight. */
const ALWAYS_NEAR = 0.001;

/** The range of the candles, and with them the levels that are not too far away: the nearest ones first. */
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
