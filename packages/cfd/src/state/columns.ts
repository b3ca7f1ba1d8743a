import type { Mode } from '../messages/instrument.ts';
import type { PositionMode } from '../messages/settings.ts';
import type { Money, Side } from '../numbers/money.ts';

/** What a column of a snapshot's table holds: as the program holds it, and PostgreSQL's type. */
interface ColumnKinds {
  text: string;
  uuid: string;
  side: Side;
  mode: Mode;
  positionMode: PositionMode;
  int: number;
  bigint: number;
  /** In units of 10^-priceDecimals of the instrument; in the table with its decimals. */
  price: number;
  /** Likewise, of 10^-quantityDecimals. */
  quantity: number;
  /** In millionths; in the table with its decimals. */
  money: Money;
}

export type BaseKind = keyof ColumnKinds;

/** With a question mark it is null in the table, and undefined in the program, where there is no value. */
export type ColumnKind = BaseKind | `${BaseKind}?`;

/** The columns of a table by name, in their order. The first one is the key. */
export type Columns = Readonly<Record<string, ColumnKind>>;

type ValueOf<Kind extends ColumnKind> = Kind extends `${infer Base extends BaseKind}?`
  ? ColumnKinds[Base] | undefined
  : Kind extends BaseKind
    ? ColumnKinds[Kind]
    : never;

/** A record that a row of the table keeps. */
export type RecordOf<Of extends Columns> = { readonly [Name in keyof Of]: ValueOf<Of[Name]> };

type OptionalNames<Of extends Columns> = {
  [Name in keyof Of]: Of[Name] extends `${BaseKind}?` ? Name : never;
}[keyof Of];

/** What a row can be printed from: a value that there need not be may be left out. */
export type Printable<Of extends Columns> = Omit<RecordOf<Of>, OptionalNames<Of>> & Partial<RecordOf<Of>>;
