import type { AccountRecord } from './account.ts';
import type { ClosedIdRecord } from './closed-ids.ts';
import type { Instrument } from './instrument.ts';
import type { Quote } from './market.ts';
import type { Money } from './money.ts';
import type { OrderRecord } from './order.ts';

/** The figures that belong to the state as a whole. */
export interface Totals {
  /** What the house has won (or lost, if negative) on all closed orders. */
  readonly houseResult: Money;
  /** All that was ever deposited. */
  readonly deposits: Money;
  /** The number of the next order to be opened. */
  readonly nextOrderNumber: number;
}

export interface QuoteRecord extends Quote {
  readonly asset: string;
}

/** The whole state at one position of the log. */
export interface Snapshot {
  readonly totals: Totals;
  readonly instruments: Iterable<Instrument>;
  readonly quotes: Iterable<QuoteRecord>;
  readonly accounts: Iterable<AccountRecord>;
  /** In any order. */
  readonly orders: Iterable<OrderRecord>;
  readonly closedIds: Iterable<ClosedIdRecord>;
}

/** What changed between two cuts: the records as they are at the later one, and the ids of those that are gone. */
export interface Changes {
  readonly totals: Totals;
  readonly stateHash: string;
  readonly instruments: ReadonlyMap<string, Instrument>;
  readonly quotes: ReadonlyMap<string, QuoteRecord>;
  readonly accounts: ReadonlyMap<string, AccountRecord>;
  /** Undefined stands for an order that is not open any more. */
  readonly orders: ReadonlyMap<string, OrderRecord | undefined>;
  /** Undefined stands for an id that may be used again. */
  readonly closedIds: ReadonlyMap<string, ClosedIdRecord | undefined>;
}

/** Puts the changes of a later cut over those of an earlier one. */
export function mergeChanges(earlier: Changes, later: Changes): Changes {
  return {
    totals: later.totals,
    stateHash: later.stateHash,
    instruments: new Map([...earlier.instruments, ...later.instruments]),
    quotes: new Map([...earlier.quotes, ...later.quotes]),
    accounts: new Map([...earlier.accounts, ...later.accounts]),
    orders: new Map([...earlier.orders, ...later.orders]),
    closedIds: new Map([...earlier.closedIds, ...later.closedIds]),
  };
}
