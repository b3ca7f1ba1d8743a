import type { AsCommand, CoreValues, Many, One, Plain, Table, Word } from './fields.ts';

const DAY_MS = 86_400_000;
const MAX_PPM = 1_000_000;
const MAX_BPS = 1_000_000;

/** What may be traded, and how. */
export const INSTRUMENT = {
  asset: 'assetName',
  priceDecimals: 'whole 0..',
  quantityDecimals: 'whole 0..',
  minQuantity: 'quantity',
  maxQuantity: 'quantity',
  maxLeverage: 'whole 1..1000000',
  maxQuoteAgeMs: `whole 0..${365 * DAY_MS}`,
  /** What kind of thing it is, for people and for groups of accounts. */
  assetClass: 'assetClass?',
  /** "open" where it is not set. "close_only" refuses opening; "closed" takes no tick and no closing either. */
  mode: 'mode?',
  /** A wider tick is held until another one confirms it. Without it none is too wide. */
  maxSpreadBps: 'bps?',
  /** So is one that is farther from the quote. Without it none is too far. */
  maxJumpBps: 'bps?',
  /** How long a tick is held at least; 0 where it is not set. */
  confirmJumpMs: `whole? 0..${DAY_MS}`,
  /** What a guaranteed stop costs, in millionths of the notional at opening. Without it none is offered. */
  guaranteedStopPpm: `whole? 0..${MAX_PPM} since 6`,
  /** How far from the price a guaranteed stop has to lie; 0 where it is not set. */
  minGuaranteedDistanceBps: `whole? 0..${MAX_BPS} since 6`,
} as const;

export type Mode = Word<'mode'>;

/** What may be traded, and how. Quantities are in units of 10^-quantityDecimals. */
export interface Instrument extends CoreValues<typeof INSTRUMENT> {}

/** The settings as they arrive, with the quantities still as text. */
export interface InstrumentSettings extends AsCommand<typeof INSTRUMENT> {}

type Amounts = `${'price' | 'quantity' | 'assetName'}${string}`;

type Values<Of extends Table> = {
  readonly [Name in keyof Of as Name extends keyof Instrument
    ? never
    : Of[Name] extends string
      ? Name
      : never]: Of[Name];
};

type MessageNames<Of extends Table> = { [Name in keyof Of]: Of[Name] extends string ? never : Name }[keyof Of];

type Messages<Of> =
  Of extends One<infer Inner> ? InCore<Inner> : Of extends Many<infer Inner> ? readonly InCore<Inner>[] : never;

/**
 * A message as the core's events hold it. One with an asset, prices or quantities names the instrument in whose units they are.
 * Whatever the instrument is set to stands in it alone: in text the message names the asset, or all settings.
 */
export type InCore<Of extends Table> = Plain<
  CoreValues<Values<Of>> & {
    readonly [Name in MessageNames<Of>]?: Messages<Of[Name]> | undefined;
  } & (Extract<Of[keyof Of], Amounts> extends never ? unknown : { readonly instrument: Instrument })
>;
