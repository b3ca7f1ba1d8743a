import type { AccountRecord } from './accounts.ts';
import type { ClosedIdRecord } from './closed-ids.ts';
import type { Instrument } from './instrument.ts';
import type { Quote } from './market.ts';
import type { Money } from './money.ts';
import type { OrderRecord } from './order.ts';
import type { HeldTick } from './tick-guard.ts';

/** The figures that belong to the state as a whole. */
export interface Totals {
  /** What the house has won (or lost, if negative) on all closed orders. */
  readonly houseResult: Money;
  /** All that was ever deposited. */
  readonly deposits: Money;
  /** The number of the next order to be opened. */
  readonly nextOrderNumber: number;
  readonly rulesVersion: number;
}

export interface QuoteRecord extends Quote {
  readonly asset: string;
}

export interface HeldTickRecord extends HeldTick {
  readonly asset: string;
}

/** The whole state at one position of the log, but for its records: there may be millions of these. */
export interface SnapshotHead {
  readonly totals: Totals;
  readonly instruments: Iterable<Instrument>;
  readonly quotes: Iterable<QuoteRecord>;
  readonly heldTicks: Iterable<HeldTickRecord>;
}

/** The whole state at one position of the log. */
export interface Snapshot extends SnapshotHead {
  readonly accounts: Iterable<AccountRecord>;
  /** In the order in which they were opened. */
  readonly orders: Iterable<OrderRecord>;
  /** In the order in which they were closed. */
  readonly closedIds: Iterable<ClosedIdRecord>;
}
