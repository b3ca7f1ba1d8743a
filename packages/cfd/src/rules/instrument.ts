import { assert, describeFault, parseDecimal } from '@fulcrum/log';
import type { OptionalNames } from '../messages/fields.ts';
import { INSTRUMENT, type Instrument, type InstrumentSettings } from '../messages/instrument.ts';
import { fieldsOf } from '../messages/table.ts';
import { MAX_DECIMALS, maxPrice } from '../numbers/limits.ts';
import type { Grid } from '../numbers/money.ts';
import { FIRST_RULES } from './rules-version.ts';

/** The settings that may be absent. Older versions do not know them, and see no difference where they are not set. */
const LATER_SETTINGS = fieldsOf(INSTRUMENT).flatMap(({ name, isOptional }) =>
  isOptional ? [name as keyof LaterSettings] : [],
);

type LaterSettings = Pick<Instrument, OptionalNames<typeof INSTRUMENT>>;

/** Those of them that are set. */
export function laterSettings(settings: Pick<InstrumentSettings, keyof LaterSettings>): LaterSettings {
  const set = LATER_SETTINGS.filter((name) => settings[name] !== undefined);
  for (const name of set) assert(settings[name] !== 'malformed', 'a command that is carried out is well-formed');
  return Object.fromEntries(set.map((name) => [name, settings[name]]));
}

/** The same instrument: a setting that is not set is absent, and not undefined. */
export function withoutUnset(instrument: Instrument): Instrument {
  return Object.fromEntries(Object.entries(instrument).filter(([, value]) => value !== undefined)) as typeof instrument;
}

/** Whether an instrument has a setting that older versions do not know. */
export function hasLaterSettings(instrument: Instrument): boolean {
  return LATER_SETTINGS.some((name) => instrument[name] !== undefined);
}

/** @returns the instrument, or what is wrong with its settings. */
export function parseInstrument(settings: InstrumentSettings): Instrument | string {
  const { asset, priceDecimals, quantityDecimals, maxLeverage, maxQuoteAgeMs } = settings;
  if (!isDecimals(priceDecimals) || !isDecimals(quantityDecimals)) return `decimals must be from 0 to ${MAX_DECIMALS}`;
  const minQuantity = parseDecimal(settings.minQuantity, quantityDecimals);
  const maxQuantity = parseDecimal(settings.maxQuantity, quantityDecimals);
  if (minQuantity === undefined) return `minQuantity ${describeFault(settings.minQuantity, quantityDecimals)}`;
  if (maxQuantity === undefined) return `maxQuantity ${describeFault(settings.maxQuantity, quantityDecimals)}`;
  if (minQuantity < 1 || maxQuantity < minQuantity) return 'minQuantity must be above zero and at most maxQuantity';
  const quantities = { quantityDecimals, minQuantity, maxQuantity };
  return { asset, priceDecimals, ...quantities, maxLeverage, maxQuoteAgeMs, ...laterSettings(settings) };
}

function isDecimals(count: number): boolean {
  return Number.isInteger(count) && count >= 0 && count <= MAX_DECIMALS;
}

/** @returns the price in grid units, or undefined when it is malformed, off the grid, not positive or too high. */
export function parsePrice(
  text: string,
  grid: Pick<Grid, 'priceDecimals'>,
  most = maxPrice(FIRST_RULES),
): number | undefined {
  const price = parseDecimal(text, grid.priceDecimals);
  return price !== undefined && price >= 1 && price <= most ? price : undefined;
}

/** @returns the quantity in grid units, or undefined when it is malformed, off the grid or outside the limits. */
export function parseQuantity(text: string, instrument: Instrument): number | undefined {
  const quantity = parseDecimal(text, instrument.quantityDecimals);
  if (quantity === undefined) return undefined;
  return quantity >= instrument.minQuantity && quantity <= instrument.maxQuantity ? quantity : undefined;
}
