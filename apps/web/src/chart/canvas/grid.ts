import type { Instrument } from '@fulcrum/cfd';
import { priceText } from '../../numbers/amounts.ts';

/** Prices as the chart's library wants them, and back: nowhere else do prices have a fraction. */
export interface Grid {
  /** Whole units of the grid to a number with a fraction. */
  readonly toNumber: (units: number) => number;
  /** To the nearest price on the grid above zero. */
  readonly toUnits: (price: number) => number;
  readonly format: { type: 'custom'; formatter: (price: number) => string; minMove: number; base: number };
}

export function gridOf(instrument: Instrument): Grid {
  const unitsOfOne = 10 ** instrument.priceDecimals;
  const toUnits = (price: number) => Math.round(price * unitsOfOne);
  return {
    toNumber: (units) => units / unitsOfOne,
    toUnits: (price) => Math.max(1, toUnits(price)),
    format: {
      type: 'custom',
      formatter: (price) => priceText(toUnits(price), instrument),
      minMove: 1 / unitsOfOne,
      base: unitsOfOne,
    },
  };
}
