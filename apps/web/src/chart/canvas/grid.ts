import type { Instrument } from '@fulcrum/cfd';
import { priceText } from '../../numbers/amounts.ts';

/** Converts prices to the library's numbers and back. Only there do prices have a fraction. */
export interface Grid {
  /** Units of the grid to a number with a fraction. */
  readonly toNumber: (units: number) => number;
  /** A number to the nearest price on the grid, which is at least one unit. */
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
