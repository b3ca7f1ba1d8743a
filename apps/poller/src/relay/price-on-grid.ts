import { formatDecimal, type Instrument, parseDecimal, parsePrice } from '@fulcrum/cfd';

/** A price in units of the grid, and whether the text had more digits than the grid. */
export interface PriceOnGrid {
  readonly units: number;
  readonly isRounded: boolean;
}

/**
 * Reads a price that may be finer than the grid. A bid is rounded down and an ask up, so that nobody trades at a better
 * price than the venue's. The digits are cut from the text, so no precision is lost.
 *
 * @returns undefined when it is malformed, not positive once rounded, or too high.
 */
export function priceOnGrid(text: string, side: 'bid' | 'ask', instrument: Instrument): PriceOnGrid | undefined {
  const { priceDecimals } = instrument;
  const point = text.indexOf('.');
  const rest = point < 0 ? '' : text.slice(point + 1 + priceDecimals);
  if (!/[1-9]/.test(rest)) return onGrid(parsePrice(text, instrument), false);
  const cut = parseDecimal(text.slice(0, text.length - rest.length).replace(/\.$/, ''), priceDecimals);
  if (cut === undefined || cut < 0 || text.startsWith('-')) return undefined;
  const units = side === 'bid' ? cut : cut + 1;
  return onGrid(parsePrice(formatDecimal(units, priceDecimals), instrument), true);
}

function onGrid(units: number | undefined, isRounded: boolean): PriceOnGrid | undefined {
  return units === undefined ? undefined : { units, isRounded };
}
