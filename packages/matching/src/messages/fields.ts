import type { RejectionCode } from './rejections.ts';

/**
 * The words in which messages are described. The table of a message has a line for each field: its name, and what kind of
 * value it holds. The core's types, and how text is read and printed, follow from the table.
 */

/** Values that are one of a few words. */
export const WORDS = {
  side: ['buy', 'sell'],
  orderType: ['limit', 'market'],
  timeInForce: ['GTC', 'IOC', 'FOK'],
  /** What becomes of an order that would trade with another one of its own user: the taker's choice holds. */
  selfTradePrevention: ['reject_taker', 'reject_maker', 'reject_both'],
  /** "post_only" takes no order that would take, "cancel_only" none at all, "closed" no cancelling either. */
  mode: ['open', 'post_only', 'cancel_only', 'closed'],
  status: ['filled', 'cancelled', 'expired'],
  reason: ['filled', 'requested', 'ioc', 'fok', 'price_band', 'self_trade', 'no_liquidity', 'lot_size'],
} as const satisfies Record<string, readonly string[]>;

export type Word<Name extends keyof typeof WORDS> = (typeof WORDS)[Name][number];
export type Side = Word<'side'>;

/** An asset, in units of 10^-decimals. */
export interface AssetUnits {
  readonly asset: string;
  readonly decimals: number;
}

/** A market, and the units of its prices, quantities and notionals. */
export interface MarketUnits {
  readonly market: string;
  readonly priceDecimals: number;
  readonly quantityDecimals: number;
  readonly quoteDecimals: number;
}

/** What a user has of an asset: free to use, and locked in orders. In the asset's units. */
export type BalanceRow = readonly [asset: AssetUnits, available: number, locked: number];

/** What is left at a price, in the market's units. Nothing: the level is gone. */
export type LevelChange = readonly [side: Side, price: number, quantity: number];

/** A kind whose values are the same in the core as in text. */
type Same<Value> = [core: Value, text: Value];

/**
 * Each kind of value: as the core's events hold it, and as JSON and the commands hold it. Commands keep amounts as text,
 * because only the state knows the grid on which they must lie.
 */
export type Kinds = { readonly [Name in keyof typeof WORDS]: Same<Word<Name>> } & {
  uuid: Same<string>;
  requestId: Same<string>;
  /** The name of an asset or a market where it is set: letters in upper case, digits and underscores. */
  name: Same<string>;
  /** What a command calls an asset or a market: the core looks it up. */
  lookup: Same<string>;
  code: Same<RejectionCode>;
  text: Same<string>;
  flag: Same<boolean>;
  /** Text that should be an amount. The core checks it, and has a code of its own for each fault. */
  amount: Same<string>;
  /** At most 16 pairs of an asset's name and an amount. */
  deposits: Same<readonly (readonly [asset: string, amount: string])[]>;
  /** In the market's price units. */
  price: [core: number, text: string];
  /** In the market's quantity units. */
  quantity: [core: number, text: string];
  /** In the units of the market's quote asset. */
  quote: [core: number, text: string];
  /** A number of the core's own counter; digits in text. */
  orderId: [core: number, text: string];
  orderIds: [core: readonly number[], text: readonly string[]];
  /** In an event the market with its units, in which the event's figures are; in text the market's name. */
  market: [core: MarketUnits, text: string];
  balances: [
    core: readonly BalanceRow[],
    text: readonly (readonly [asset: string, available: string, locked: string])[],
  ];
  changes: [core: readonly LevelChange[], text: readonly (readonly [side: Side, price: string, quantity: string])[]];
  /** A whole number, within the limits that its field names. */
  whole: Same<number>;
  /** The user's own number of an order: a whole number from 0 to 2^32 - 1. */
  clientId: Same<number>;
  /** Milliseconds of log time. */
  time: Same<number>;
};

export type Kind = keyof Kinds;

/**
 * What stands in a field:
 *
 *     price          always a price
 *     price?         a price, or the field is absent
 *     whole 0..9     a whole number from 0 to 9
 */
export type Spec = `${Kind}${'' | '?'}${'' | ` ${number}..${number}`}`;

/** A message: its fields by name, in the order in which they are printed. */
export interface Table {
  readonly [name: string]: Spec;
}

/** Shows the fields themselves in an editor, and not how the type was made. */
export type Plain<Type> = { [Name in keyof Type]: Type[Name] } & {};

type KindOf<Of> = Of extends `${infer Head} ${string}` ? KindOf<Head> : Of extends `${infer Head}?` ? Head : Of;

type Value<Of, Form extends 0 | 1> = KindOf<Of> extends infer Name extends Kind ? Kinds[Name][Form] : never;

type OptionalNames<Of extends Table> = {
  [Name in keyof Of]: Of[Name] extends `${string}?${string}` ? Name : never;
}[keyof Of];

type Values<Of extends Table, Form extends 0 | 1> = Plain<
  { readonly [Name in Exclude<keyof Of, OptionalNames<Of>>]: Value<Of[Name], Form> } & {
    readonly [Name in OptionalNames<Of>]?: Value<Of[Name], Form> | undefined;
  }
>;

/** A message as the core's events hold it. */
export type InCore<Of extends Table> = Values<Of, 0>;

/** A message as JSON and the commands hold it. */
export type AsText<Of extends Table> = Values<Of, 1>;
