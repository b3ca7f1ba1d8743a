import { assert } from '@fulcrum/log';
import { IndexedHeap, OwnedList } from '@fulcrum/memory';
import type { ChangeLog } from '../../snapshot/change-log.ts';
import { ACCOUNT_LAYOUT } from '../account-fields.ts';
import type { Accounts } from '../accounts.ts';
import type { Market } from '../market.ts';
import type { RecordsHash } from '../records-hash.ts';
import { type NewPending, PENDING_LAYOUT, type PendingChange } from './pending-fields.ts';
import type { PendingOrders } from './pending-orders.ts';

const { firstPending: first, lastPending: last, pendingCount: count } = ACCOUNT_LAYOUT.places;

/**
 * Everything by which pending orders are found: by their id, in the list of their account, by the price for which they wait,
 * and by the time at which they expire. Each change of them is hashed, and noted for the next snapshot.
 */
export class PendingBook {
  readonly orders: PendingOrders;
  readonly #lists: OwnedList;
  readonly #expiries: IndexedHeap;
  readonly #hash: RecordsHash;
  readonly #changes: ChangeLog;

  constructor(orders: PendingOrders, accounts: Accounts, hash: RecordsHash, changes: ChangeLog) {
    this.orders = orders;
    this.#hash = hash;
    this.#changes = changes;
    this.#lists = new OwnedList(accounts.records, this.orders.links, { first, last, count });
    this.#expiries = new IndexedHeap(this.orders.records, PENDING_LAYOUT.places.expiryPlace);
  }

  /** When the first of them expires, in milliseconds of log time, or Infinity. */
  get nextExpiry(): number {
    return this.#expiries.nextKey;
  }

  countOf(account: number): number {
    return this.#lists.count(account);
  }

  /** The slots of an account's pending orders, in the order in which they were placed. */
  slotsOf(account: number): number[] {
    return this.#lists.slotsOf(account);
  }

  /** The slots of those that have expired, in no particular order. */
  expired(now: number): Generator<number> {
    return this.#expiries.due(now);
  }

  /** Takes an order that is new. */
  place(order: NewPending, number: number, account: number, market: Market): void {
    this.#changes.pending(this.add(order, number, account, market));
  }

  /** Takes an order, also one of a snapshot, which does not count as changed. */
  add(order: NewPending, number: number, account: number, market: Market): number {
    const slot = this.orders.add(order, number, account, market.number);
    this.#lists.add(account, slot);
    this.#find(slot, market);
    this.#hash.addPending(slot, market.assetHash);
    return slot;
  }

  change(slot: number, change: PendingChange, market: Market): void {
    this.#lose(slot, market);
    this.#hash.removePending(slot);
    this.orders.change(slot, change);
    this.#hash.addPending(slot, market.assetHash);
    this.#find(slot, market);
    this.#changes.pending(slot);
  }

  remove(slot: number, market: Market): void {
    this.#changes.ended(slot);
    this.#hash.removePending(slot);
    this.#lose(slot, market);
    this.#lists.remove(this.orders.accountOf(slot), slot);
    this.orders.remove(slot);
  }

  #find(slot: number, market: Market): void {
    assert(this.orders.marketOf(slot) === market.number, 'a pending order waits in its own market');
    market.waiting.add(slot);
    const expiry = this.orders.expiryOf(slot);
    if (Number.isFinite(expiry)) this.#expiries.add(expiry, slot);
  }

  #lose(slot: number, market: Market): void {
    assert(this.orders.marketOf(slot) === market.number, 'a pending order waits in its own market');
    market.waiting.remove(slot);
    if (this.#expiries.has(slot)) this.#expiries.remove(slot);
  }
}
