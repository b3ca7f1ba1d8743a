import type { Money, Side } from '../numbers/money.ts';
import type { RejectionCode } from './rejections.ts';

/**
 * The words in which messages are described. The table of a message has a line for each field: its name, and what kind of
 * value it holds. The core's types, the protocol's schemas, and the printing and reading of text follow from the table.
 */

/** Values that are one of a few words. */
export const WORDS = {
  side: ['buy', 'sell'],
  mode: ['open', 'close_only', 'closed'],
  closeReason: ['manual', 'take_profit', 'stop_loss', 'liquidation', 'trailing_stop', 'guaranteed_stop', 'netting'],
  heldOutcome: ['confirmed', 'dropped'],
  orderStatus: ['open', 'closed', 'unknown', 'pending', 'cancelled'],
  orderType: ['market', 'limit', 'stop'],
  /** What an order waits for: a better price than now, or a worse one. */
  pendingType: ['limit', 'stop'],
  /** Whether an account's orders of the other side stay beside a new one, or are closed by it first. */
  positionMode: ['hedging', 'netting'],
  transferKind: ['deposit', 'adjustment'],
  holdOutcome: ['paid', 'released'],
  /** Of an account's owner: "close_only" refuses opening, "none" closing as well. */
  rights: ['full', 'close_only', 'none'],
} as const satisfies { side: readonly Side[] } & Record<string, readonly string[]>;

export type Word<Name extends keyof typeof WORDS> = (typeof WORDS)[Name][number];

export type CancelCode = 'requested' | RejectionCode;

/** At most `limit` orders, of those behind the order with the number `after`. */
export interface OrdersPage {
  readonly limit: number;
  readonly after?: number | undefined;
}

/** A kind whose values are the same in the core's events as in text. */
type Same<Value> = [core: Value, text: Value];

/**
 * Each kind of value: as the core's events hold it, and as JSON and the commands hold it. Commands keep amounts as text,
 * because only the state knows the grid on which they must lie.
 */
export type Kinds = {
  readonly [Name in keyof typeof WORDS]: Same<Word<Name>>;
} & {
  uuid: Same<string>;
  requestId: Same<string>;
  /** The name of an instrument: its form is checked where the instrument is set. */
  assetName: Same<string>;
  /** What a command calls an instrument: the core looks it up. */
  asset: Same<string>;
  assetClass: Same<string>;
  /** What a command calls a group of accounts: the core looks it up. */
  group: Same<string>;
  /** Where a price comes from. */
  source: Same<string>;
  /** Where the answer to a read goes: a name that the asker gave itself. */
  asker: Same<string>;
  /** Who asked for a command in somebody else's place, as whoever sent it calls them: for people, and of one line. */
  actor: Same<string>;
  rejectionCode: Same<RejectionCode>;
  /** Why a pending order was cancelled: by its owner, because its time was over, or by the check that failed. */
  cancelCode: Same<CancelCode>;
  text: Same<string>;
  /** A remark for people, of one line. */
  note: Same<string>;
  flag: Same<boolean>;

  /** Text that should be an amount. The core checks it, and has a code of its own for each fault. */
  amount: Same<string>;
  /** Text that is a decimal number. */
  decimal: Same<string>;
  /** In the instrument's units. */
  price: [core: number, text: string];
  /** In the instrument's units. */
  quantity: [core: number, text: string];
  /** In millionths. */
  money: [core: Money, text: string];
  /** In hundredths of a percent. */
  percent: [core: bigint, text: string];

  /** Any number: the core checks it. */
  number: Same<number>;
  /** A whole number. Its limits hold for commands alone. */
  whole: Same<number>;
  natural: Same<number>;
  /** Ten-thousandths, above zero. */
  bps: Same<number>;
  /** Milliseconds of log time. */
  time: Same<number>;
  /** Microseconds of the venue's clock: a number, or its digits. */
  microseconds: Same<number | string>;

  ordersPage: Same<OrdersPage>;
  uuids: Same<readonly string[]>;
};

export type Kind = keyof Kinds;

type Absence = '' | '?' | '|null' | '|null?';
type Range = '' | ` ${number}..` | ` ${number}..${number}`;
type Limits = Range | `${Range} since ${number}` | ' or ignored';

/**
 * What stands in a field:
 *
 *     price           always a price
 *     price?          a price, or the field is absent
 *     price|null      a price, or null; the core's events say undefined
 *     amount|null?    an amount, or null, or the field is absent
 *     whole 0..9      a whole number from 0 to 9
 *     time? since 3   a time, or absent. Rules before version 3 do not look at it, so that it may hold anything.
 *     whole? 0..9 since 3    likewise, with limits
 *     asker? or ignored    a name, or absent. Anything else counts as absent.
 */
export type Spec = `${Kind}${Absence}${Limits}`;

/** Messages in a message. All of these fields may be absent. */
export interface One<Of extends Table = Table> {
  readonly one: Of;
}
export interface Many<Of extends Table = Table> {
  readonly many: Of;
}

/** A message: its fields by name, in the order in which they are printed. */
export interface Table {
  readonly [name: string]: Spec | One | Many;
}

/** Shows the fields themselves in an editor, and not how the type was made. */
export type Plain<Type> = { [Name in keyof Type]: Type[Name] } & {};

type KindOf<Of> = Of extends `${infer Head} ${string}`
  ? KindOf<Head>
  : Of extends `${infer Head}?`
    ? KindOf<Head>
    : Of extends `${infer Head}|null`
      ? Head
      : Of;

type Value<Of, Form extends 0 | 1> = KindOf<Of> extends infer Name extends Kind ? Kinds[Name][Form] : never;

/** The fields that may be absent. */
export type OptionalNames<Of extends Table> = {
  [Name in keyof Of]: Of[Name] extends `${string}?${string}` | One | Many ? Name : never;
}[keyof Of];

type CoreValue<Of> = Value<Of, 0> | (Of extends `${string}|null${string}` ? undefined : never);

/** The values of a message as the core's events hold them. */
export type CoreValues<Of extends Table> = Plain<
  { readonly [Name in Exclude<keyof Of, OptionalNames<Of>>]: CoreValue<Of[Name]> } & {
    readonly [Name in OptionalNames<Of>]?: CoreValue<Of[Name]> | undefined;
  }
>;

type TextValue<Of> =
  Of extends One<infer Inner>
    ? AsText<Inner>
    : Of extends Many<infer Inner>
      ? AsText<Inner>[]
      : Value<Of, 1> | (Of extends `${string}|null${string}` ? null : never);

/** A message as JSON holds it. */
export type AsText<Of extends Table> = Plain<
  { [Name in Exclude<keyof Of, OptionalNames<Of>>]: TextValue<Of[Name]> } & {
    [Name in OptionalNames<Of>]?: TextValue<Of[Name]> | undefined;
  }
>;

/** A command as it reaches the core: text, and marked where a field that the rules may not know holds something else. */
export type AsCommand<Of extends Table> = {
  readonly [Name in keyof AsText<Of>]:
    | AsText<Of>[Name]
    | (Name extends keyof Of ? (Of[Name] extends `${string} since ${number}` ? 'malformed' : never) : never);
};
