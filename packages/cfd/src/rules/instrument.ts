import { describeFault, parseDecimal } from '../numbers/decimal.ts';
import { MAX_DECIMALS, maxPrice } from '../numbers/limits.ts';
import { FIRST_RULES } from './rules-version.ts';

/** What may be traded, and how. Quantities are in units of 10^-quantityDecimals. */
export interface Instrument {
  readonly asset: string;
  readonly priceDecimals: number;
  readonly quantityDecimals: number;
  readonly minQuantity: number;
  readonly maxQuantity: number;
  readonly maxLeverage: number;
  readonly maxQuoteAgeMs: number;
  /** What kind of thing it is, for people and for groups of accounts. */
  readonly assetClass?: string | undefined;
  /** "open" where it is not set. "close_only" refuses opening; "closed" takes no tick and no closing either. */
  readonly mode?: Mode | undefined;
  /** A wider tick is held until another one confirms it. Without it none is too wide. */
  readonly maxSpreadBps?: number | undefined;
  /** So is one that is farther from the quote. Without it none is too far. */
  readonly maxJumpBps?: number | undefined;
  /** How long a tick is held at least; 0 where it is not set. */
  readonly confirmJumpMs?: number | undefined;
}

export type Mode = 'open' | 'close_only' | 'closed';

/** The settings that older versions do not know. What is not set is absent, so that they see no difference. */
const LATER_SETTINGS = ['assetClass', 'mode', 'maxSpreadBps', 'maxJumpBps', 'confirmJumpMs'] as const;

type LaterSettings = Pick<Instrument, (typeof LATER_SETTINGS)[number]>;

/** Those of them that are set. */
export function laterSettings(settings: LaterSettings): LaterSettings {
  return Object.fromEntries(
    LATER_SETTINGS.filter((name) => settings[name] !== undefined).map((name) => [name, settings[name]]),
  );
}

/** Whether an instrument has a setting that older versions do not know. */
export function hasLaterSettings(instrument: Instrument): boolean {
  return LATER_SETTINGS.some((name) => instrument[name] !== undefined);
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
export function parsePrice(text: string, instrument: Instrument, most = maxPrice(FIRST_RULES)): number | undefined {
  const price = parseDecimal(text, instrument.priceDecimals);
  return price !== undefined && price >= 1 && price <= most ? price : undefined;
}

/** @returns the quantity in grid units, or undefined when it is malformed, off the grid or outside the limits. */
export function parseQuantity(text: string, instrument: Instrument): number | undefined {
  const quantity = parseDecimal(text, instrument.quantityDecimals);
  if (quantity === undefined) return undefined;
  return quantity >= instrument.minQuantity && quantity <= instrument.maxQuantity ? quantity : undefined;
}
