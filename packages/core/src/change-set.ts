import type { AccountRecord } from './accounts.ts';
import { type ChangeReader, type Changes, readChanges } from './changes.ts';
import type { ClosedIdRecord } from './closed-ids.ts';
import type { Instrument } from './instrument.ts';
import type { OrderRecord } from './order.ts';
import type { QuoteRecord, Totals } from './snapshot.ts';

/** What changed over one or several cuts: each record as it is at the last one, and the ids of those that are gone. */
export class ChangeSet {
  totals: Totals;
  stateHash: string;
  /** All instruments. */
  markets: readonly Instrument[];
  readonly instruments = new Map<string, Instrument>();
  readonly quotes = new Map<string, QuoteRecord>();
  readonly accounts = new Map<string, AccountRecord>();
  /** Undefined stands for an order that is not open any more. */
  readonly orders = new Map<string, OrderRecord | undefined>();
  /** Undefined stands for an id that may be used again. */
  readonly closedIds = new Map<string, ClosedIdRecord | undefined>();

  constructor(changes: Changes) {
    this.totals = changes.totals;
    this.stateHash = changes.stateHash;
    this.markets = changes.markets;
    this.add(changes);
  }

  /** Puts the changes of the next cut over those before it. */
  add(changes: Changes): void {
    this.totals = changes.totals;
    this.stateHash = changes.stateHash;
    this.markets = changes.markets;
    for (const instrument of changes.instruments) this.instruments.set(instrument.asset, instrument);
    for (const quote of changes.quotes) this.quotes.set(quote.asset, quote);
    readChanges(changes, this.#reader);
  }

  readonly #reader: ChangeReader = {
    account: (record) => this.accounts.set(record.userId, record),
    order: (record) => this.orders.set(record.orderId, record),
    closed: (record) => {
      this.orders.set(record.orderId, undefined);
      this.closedIds.set(record.orderId, record);
    },
    expired: (orderId) => this.closedIds.set(orderId, undefined),
  };
}
