import { type ChangeReader, type Changes, readChanges } from './changes.ts';
import type { AccountRecord, AssetRecord, BalanceRecord, MarketRecord, OrderRecord, Totals } from './records.ts';

/**
 * What changed from one snapshot point to a later one: each record as it is at the later point, and the numbers of orders
 * that are open no longer. Orders that came and went in between are left out. So a set holds at most as much as the states
 * at its two ends, however many snapshot points lie between them.
 *
 * A set is written over a snapshot in two steps. The first deletes the orders that are open no longer, and those that
 * another process may have written since the set's beginning: all from `firstNewOrder` on. The second writes the changed
 * records over those with the same key. So a set fits the snapshot at its beginning, and every snapshot that another
 * process wrote between its beginning and its end.
 */
export class ChangeSet {
  totals: Totals;
  stateHash: string;
  readonly assets = new Map<string, AssetRecord>();
  readonly markets = new Map<string, MarketRecord>();
  readonly accounts = new Map<string, AccountRecord>();
  readonly balances = new Map<number, BalanceRecord>();
  /** Open orders that came to rest or were filled in part. */
  readonly orders = new Map<number, OrderRecord>();
  /** Orders that were open at the beginning, and are not any more. */
  readonly endedOrders = new Set<number>();
  /** Orders from this number on came after the beginning. The set has all of them that are still open. */
  readonly firstNewOrder: number;

  /** @param firstNewOrder the next order's number at the snapshot point at which these changes begin. */
  constructor(changes: Changes, firstNewOrder: number) {
    this.totals = changes.totals;
    this.stateHash = changes.stateHash;
    this.firstNewOrder = firstNewOrder;
    this.add(changes);
  }

  /** How many records and numbers it holds. */
  get size(): number {
    return this.accounts.size + this.balances.size + this.orders.size + this.endedOrders.size;
  }

  /** Adds the changes up to the next snapshot point. They hold over those before. */
  add(changes: Changes): void {
    this.totals = changes.totals;
    this.stateHash = changes.stateHash;
    for (const asset of changes.assets) this.assets.set(asset.asset, asset);
    for (const market of changes.markets) this.markets.set(market.settings.market, market);
    readChanges(changes, this.#reader);
  }

  readonly #reader: ChangeReader = {
    account: (record) => this.accounts.set(record.userId, record),
    balance: (record) => this.balances.set(record.number, record),
    order: (record) => this.orders.set(record.number, record),
    ended: (number) => {
      this.orders.delete(number);
      if (number < this.firstNewOrder) this.endedOrders.add(number);
    },
  };
}
