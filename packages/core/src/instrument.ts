import { parseDecimal } from './decimal.ts';
import { MAX_DECIMALS, MAX_PRICE } from './limits.ts';

/** What may be traded, and how. Quantities are in units of 10^-quantityDecimals. */
export interface Instrument {
  readonly asset: string;
  readonly priceDecimals: number;
  readonly quantityDecimals: number;
  readonly minQuantity: number;
  readonly maxQuantity: number;
  readonly maxLeverage: number;
  readonly maxQuoteAgeMs: number;
}

/** The settings as they arrive, with the quantities still as text. */
export interface InstrumentSettings extends Omit<Instrument, 'minQuantity' | 'maxQuantity'> {
  readonly minQuantity: string;
  readonly maxQuantity: string;
}

/** @returns the instrument, or what is wrong with its settings. */
export function parseInstrument(settings: InstrumentSettings): Instrument | string {
  const { asset, priceDecimals, quantityDecimals, maxLeverage, maxQuoteAgeMs } = settings;
  if (!isDecimals(priceDecimals) || !isDecimals(quantityDecimals)) return `decimals must be from 0 to ${MAX_DECIMALS}`;
  const minQuantity = parseDecimal(settings.minQuantity, quantityDecimals);
  const maxQuantity = parseDecimal(settings.maxQuantity, quantityDecimals);
  if (minQuantity === undefined || maxQuantity === undefined) return 'a quantity limit is off the grid';
  if (minQuantity < 1 || maxQuantity < minQuantity) return 'minQuantity must be above zero and at most maxQuantity';
  return { asset, priceDecimals, quantityDecimals, minQuantity, maxQuantity, maxLeverage, maxQuoteAgeMs };
}

function isDecimals(count: number): boolean {
  return Number.isInteger(count) && count >= 0 && count <= MAX_DECIMALS;
}

/** @returns the price in grid units, or undefined when it is malformed, off the grid, not positive or too high. */
export function parsePrice(text: string, instrument: Instrument): number | undefined {
  const price = parseDecimal(text, instrument.priceDecimals);
  return price !== undefined && price >= 1 && price <= MAX_PRICE ? price : undefined;
}

/** @returns the quantity in grid units, or undefined when it is malformed, off the grid or outside the limits. */
export function parseQuantity(text: string, instrument: Instrument): number | undefined {
  const quantity = parseDecimal(text, instrument.quantityDecimals);
  if (quantity === undefined) return undefined;
  return quantity >= instrument.minQuantity && quantity <= instrument.maxQuantity ? quantity : undefined;
}
