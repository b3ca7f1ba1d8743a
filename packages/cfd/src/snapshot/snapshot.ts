import type { Instrument } from '../messages/instrument.ts';
import type { Money } from '../numbers/money.ts';
import type { HeldTick, Quote } from '../prices/quote.ts';
import type { AccountRecord } from '../state/accounts.ts';
import type { GroupRecord } from '../state/group.ts';
import type { HoldRecord } from '../state/hold-fields.ts';
import type { ClosedIdRecord, OrderRecord } from '../state/order.ts';
import type { PendingRecord } from '../state/pending/pending-fields.ts';
import type { TrailingRecord } from '../state/trailing/trailing-notes.ts';

/** The figures that belong to the state as a whole. */
export interface Totals {
  /** What the house has won (or lost, if negative) on all closed orders. */
  readonly houseResult: Money;
  /** What was paid in less what was paid out. */
  readonly deposits: Money;
  /** The number of the next order or hold. */
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
  readonly groups: Iterable<GroupRecord>;
  /** Of trailing stops. */
  readonly trailing: Iterable<TrailingRecord>;
}

/** The whole state at one position of the log. */
export interface Snapshot extends SnapshotHead {
  readonly accounts: Iterable<AccountRecord>;
  /** In the order in which they were opened. */
  readonly orders: Iterable<OrderRecord>;
  /** In the order in which they were placed. */
  readonly pending: Iterable<PendingRecord>;
  readonly holds: Iterable<HoldRecord>;
  /** In the order in which they were closed. */
  readonly closedIds: Iterable<ClosedIdRecord>;
}
