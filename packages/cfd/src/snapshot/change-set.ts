import type { Instrument } from '../messages/instrument.ts';
import type { HeldTick } from '../prices/quote.ts';
import type { AccountRecord } from '../state/accounts.ts';
import type { GroupRecord } from '../state/group.ts';
import type { HoldRecord } from '../state/hold-fields.ts';
import type { ClosedIdRecord, OrderRecord } from '../state/order.ts';
import type { PendingRecord } from '../state/pending/pending-fields.ts';
import type { TrailingRecord } from '../state/trailing/trailing-notes.ts';
import { type ChangeReader, type Changes, readChanges } from './changes.ts';
import type { QuoteRecord, Totals } from './snapshot.ts';

/**
 * What changed from one snapshot point to a later one: each record as it is at the later point, and the ids of records
 * that no longer exist. Records that came and went in between are left out. So a set holds at most as much as the states at
 * its two ends, however many snapshot points lie between them.
 *
 * A set is written over a snapshot in two steps. The first deletes the records that no longer exist, and also those that
 * another engine may have written since the set's beginning (see `firstNewOrder` and `goneUntil`). The second writes the
 * changed records over those with the same id. So a set fits the snapshot at its beginning, and every snapshot that another
 * engine wrote between its beginning and its end.
 */
export class ChangeSet {
  totals: Totals;
  stateHash: string;
  /** All instruments. */
  markets: readonly Instrument[];
  readonly instruments = new Map<string, Instrument>();
  readonly quotes = new Map<string, QuoteRecord>();
  /** The tick that an instrument holds now. Undefined: it held one, and holds none now. */
  readonly held = new Map<string, HeldTick | undefined>();
  readonly groups = new Map<string, GroupRecord>();
  /** Groups of trailing stops by their number. Undefined: it was there, and is no longer. */
  readonly trailing = new Map<number, TrailingRecord | undefined>();
  readonly accounts = new Map<string, AccountRecord>();
  /** The open orders that were opened or got new levels. */
  readonly orders = new Map<string, OrderRecord>();
  /** Orders that were open at the beginning and are closed now. The id may have been used again since. */
  readonly goneOrders = new Set<string>();
  readonly holds = new Map<string, HoldRecord>();
  /** Holds of the beginning that were settled since. The id may have been used again. */
  readonly goneHolds = new Set<string>();
  readonly pending = new Map<string, PendingRecord>();
  /** Orders of the beginning that wait no longer. The id may have been used again. */
  readonly gonePending = new Set<string>();
  /** Orders of all kinds, and holds, from this number on came after the beginning. The set has all of them that are still there. */
  readonly firstNewOrder: number;
  /** The ids of closed orders that may not be used again yet. */
  readonly closedIds = new Map<string, ClosedIdRecord>();
  /** Ids that were kept at the beginning, and have become free since. They may have been used again. */
  readonly goneIds = new Set<string>();
  /** The ids of all orders closed up to this log time are free. */
  goneUntil = Number.NEGATIVE_INFINITY;

  /**
   * @param firstNewOrder the next order's number at the snapshot point at which these changes begin. Without it, the set
   *   keeps the ids of all closed orders.
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
    const { accounts, orders, goneOrders, closedIds, goneIds, holds, goneHolds, pending, gonePending } = this;
    const orderCount = orders.size + goneOrders.size + closedIds.size + goneIds.size;
    return accounts.size + orderCount + holds.size + goneHolds.size + pending.size + gonePending.size;
  }

  /** Adds the changes up to the next snapshot point. They hold over those before. */
  add(changes: Changes): void {
    this.totals = changes.totals;
    this.stateHash = changes.stateHash;
    this.markets = changes.markets;
    for (const instrument of changes.instruments) this.instruments.set(instrument.asset, instrument);
    for (const quote of changes.quotes) this.quotes.set(quote.asset, quote);
    for (const { asset, held } of changes.held) this.held.set(asset, held);
    for (const { number, record } of changes.trailing) this.trailing.set(number, record);
    for (const group of changes.groups) this.groups.set(group.name, group);
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
    hold: (record) => this.holds.set(record.transferId, record),
    settled: (transferId) => this.#settle(transferId),
    pending: (record) => this.pending.set(record.orderId, record),
    ended: (orderId) => this.#end(orderId),
  };

  /** A hold that the set does not have was there at the beginning. */
  #settle(transferId: string): void {
    const hold = this.holds.get(transferId);
    if (hold === undefined || hold.number < this.firstNewOrder) this.goneHolds.add(transferId);
    this.holds.delete(transferId);
  }

  /** A pending order that the set does not have waited at the beginning. */
  #end(orderId: string): void {
    const order = this.pending.get(orderId);
    if (order === undefined || order.number < this.firstNewOrder) this.gonePending.add(orderId);
    this.pending.delete(orderId);
  }

  /** An order that the set does not have was open at the beginning. */
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

  /** Ids become free in the order of closing, and those that were closed at the same time become free together. */
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
