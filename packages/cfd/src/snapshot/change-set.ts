import type { Instrument } from '../messages/instrument.ts';

import type { HeldTick } from '../prices/quote.ts';
import type { AccountRecord } from '../state/accounts.ts';
import type { ClosedIdRecord, OrderRecord } from '../state/order.ts';
import { type ChangeReader, type Changes, readChanges } from './changes.ts';
import type { QuoteRecord, Totals } from './snapshot.ts';

/**
 * What changed over one or several cuts: each record as it is at the last one, and the ids of those that are gone. What
 * came and went in between is forgotten, so that a set holds at most what the states at its two ends hold, however many
 * cuts there are between them.
 *
 * It is written over a snapshot in this order: what is gone goes, with everything that the snapshot may have from after
 * the set's beginning (see `firstNewOrder` and `goneUntil`); then the records go in over those with the same id. So it
 * fits the snapshot at its beginning, and any later one that another engine wrote in between.
 */
export class ChangeSet {
  totals: Totals;
  stateHash: string;
  /** All instruments. */
  markets: readonly Instrument[];
  readonly instruments = new Map<string, Instrument>();
  readonly quotes = new Map<string, QuoteRecord>();
  /** The tick that an instrument holds since, or that it holds none any more. */
  readonly held = new Map<string, HeldTick | undefined>();
  readonly accounts = new Map<string, AccountRecord>();
  /** The open orders that were opened or got new levels. */
  readonly orders = new Map<string, OrderRecord>();
  /** Orders that were open at the beginning and are not any more. Such an id may have been used again since. */
  readonly goneOrders = new Set<string>();
  /** Orders from this number on were opened after the beginning, and those that are open are all in the set. */
  readonly firstNewOrder: number;
  /** The ids of orders that were closed and may not be used again yet. */
  readonly closedIds = new Map<string, ClosedIdRecord>();
  /** Ids that were kept at the beginning, and may be used again, or were. */
  readonly goneIds = new Set<string>();
  /** Log time up to which no id of a closed order is kept any more. */
  goneUntil = Number.NEGATIVE_INFINITY;

  /**
   * @param firstNewOrder the next order's number at the cut at which these changes begin. If nobody knows it, the ids
   *   of all orders that went are kept.
   */
  constructor(changes: Changes, firstNewOrder = Number.POSITIVE_INFINITY) {
    this.totals = changes.totals;
    this.stateHash = changes.stateHash;
    this.markets = changes.markets;
    this.firstNewOrder = firstNewOrder;
    this.add(changes);
  }

  /** How many records and ids it holds. */
  get size(): number {
    const { accounts, orders, goneOrders, closedIds, goneIds } = this;
    return accounts.size + orders.size + goneOrders.size + closedIds.size + goneIds.size;
  }

  /** Puts the changes of the next cut over those before it. */
  add(changes: Changes): void {
    this.totals = changes.totals;
    this.stateHash = changes.stateHash;
    this.markets = changes.markets;
    for (const instrument of changes.instruments) this.instruments.set(instrument.asset, instrument);
    for (const quote of changes.quotes) this.quotes.set(quote.asset, quote);
    for (const { asset, held } of changes.held) this.held.set(asset, held);
    readChanges(changes, this.#reader);
    if (changes.forgottenUntil > this.goneUntil) this.#forget(changes.forgottenUntil);
  }

  readonly #reader: ChangeReader = {
    account: (record) => this.accounts.set(record.userId, record),
    order: (record) => this.orders.set(record.orderId, record),
    closed: (record) => this.#close(record),
    voided: (record) => this.closedIds.set(record.orderId, record),
    expired: (orderId) => this.#expire(orderId),
    freed: (orderId) => {
      this.closedIds.delete(orderId);
      this.goneIds.add(orderId);
    },
  };

  /** An order that has not changed before was open at the beginning. */
  #close(record: ClosedIdRecord): void {
    const order = this.orders.get(record.orderId);
    if (order === undefined || order.number < this.firstNewOrder) this.goneOrders.add(record.orderId);
    this.orders.delete(record.orderId);
    this.closedIds.set(record.orderId, record);
  }

  #forget(until: number): void {
    this.goneUntil = until;
    for (const { orderId, closedAt } of this.closedIds.values()) if (closedAt <= until) this.closedIds.delete(orderId);
  }

  /** Ids expire in the order of closing, and all that were closed at the same time expire together. */
  #expire(orderId: string): void {
    const closed = this.closedIds.get(orderId);
    if (closed === undefined) {
      this.goneIds.add(orderId);
    } else {
      this.closedIds.delete(orderId);
      this.goneUntil = closed.closedAt;
    }
  }
}
