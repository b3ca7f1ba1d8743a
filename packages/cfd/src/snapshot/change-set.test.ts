import { describe, expect, it } from 'vitest';
import { Core } from '../core.ts';
import type { AccountRecord } from '../state/accounts.ts';
import type { HoldRecord } from '../state/hold-fields.ts';
import type { ClosedIdRecord, OrderRecord } from '../state/order.ts';
import { ChangeSet } from './change-set.ts';
import type { Changes } from './changes.ts';
import { Restoration } from './restore.ts';

const ASSET = 'BTC_USDC';
const MINUTE_MS = 60_000;

const uuid = (kind: number, number: number) =>
  `${kind.toString(16).padStart(8, '0')}-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;

/** A core whose log time is set by hand, with one instrument, its quote, and an account for each user. */
class History {
  readonly core = Core.empty();
  now = 1_000;

  constructor(users: number) {
    const decimals = { priceDecimals: 2, quantityDecimals: 5 };
    const limits = { minQuantity: '0.00001', maxQuantity: '1', maxLeverage: 100, maxQuoteAgeMs: 1e9 };
    this.core.apply({ type: 'set-instrument', requestId: '', asset: ASSET, ...decimals, ...limits }, this.now);
    this.core.apply({ type: 'price-update', asset: ASSET, bid: '100', ask: '100' }, this.now);
    for (let user = 0; user < users; user++)
      this.core.apply({ type: 'create-account', requestId: '', userId: uuid(2, user), deposit: '1000' }, this.now);
  }

  #names(order: number, user: number) {
    return { requestId: '', orderId: uuid(1, order), userId: uuid(2, user) };
  }

  open(order: number, user = 0): void {
    const size = { side: 'buy' as const, quantity: '0.001', leverage: 1 };
    this.core.apply({ type: 'create-order', ...this.#names(order, user), asset: ASSET, ...size }, this.now);
  }

  update(order: number, user = 0): void {
    const stopLoss = `${10 + (this.now % 50)}`;
    this.core.apply({ type: 'update-order', ...this.#names(order, user), takeProfit: undefined, stopLoss }, this.now);
  }

  close(order: number, user = 0): void {
    this.core.apply({ type: 'close-order', ...this.#names(order, user) }, this.now);
  }

  /** Orders and transfers share their ids. */
  #transferNames(transfer: number, user: number) {
    return { requestId: '', transferId: uuid(1, transfer), userId: uuid(2, user) };
  }

  hold(transfer: number, user = 0): void {
    this.core.apply({ type: 'hold', ...this.#transferNames(transfer, user), amount: '1' }, this.now);
  }

  settle(transfer: number, user = 0): void {
    const outcome = this.now % 2 === 0 ? 'paid' : 'released';
    this.core.apply({ type: 'settle-hold', ...this.#transferNames(transfer, user), outcome }, this.now);
  }
}

/** A snapshot as a database keeps it: rows by their ids, and nothing else. */
class Tables {
  readonly accounts: Map<string, AccountRecord>;
  readonly orders: Map<string, OrderRecord>;
  readonly holds: Map<string, HoldRecord>;
  readonly closedIds: Map<string, ClosedIdRecord>;

  constructor(from?: Tables) {
    this.accounts = new Map(from?.accounts);
    this.orders = new Map(from?.orders);
    this.holds = new Map(from?.holds);
    this.closedIds = new Map(from?.closedIds);
  }

  write(set: ChangeSet): this {
    for (const [id, order] of this.orders)
      if (set.goneOrders.has(id) || order.number >= set.firstNewOrder) this.orders.delete(id);
    for (const [id, hold] of this.holds)
      if (set.goneHolds.has(id) || hold.number >= set.firstNewOrder) this.holds.delete(id);
    for (const [id, closed] of this.closedIds)
      if (set.goneIds.has(id) || closed.closedAt <= set.goneUntil) this.closedIds.delete(id);
    for (const account of set.accounts.values()) this.accounts.set(account.userId, account);
    for (const order of set.orders.values()) this.orders.set(order.orderId, order);
    for (const hold of set.holds.values()) this.holds.set(hold.transferId, hold);
    for (const closed of set.closedIds.values()) this.closedIds.set(closed.orderId, closed);
    return this;
  }

  /** The hash of the state that they hold. */
  hash({ totals, markets }: ChangeSet): string {
    const quotes = [{ asset: ASSET, bid: 10_000, ask: 10_000, time: 1_000 }];
    const restoration = new Restoration({
      totals,
      instruments: markets,
      quotes,
      heldTicks: [],
      groups: [],
      trailing: [],
    });
    for (const account of this.accounts.values()) restoration.account(account);
    for (const order of [...this.orders.values()].sort((a, b) => a.number - b.number)) restoration.order(order);
    for (const hold of this.holds.values()) restoration.hold(hold);
    for (const closed of [...this.closedIds.values()].sort((a, b) => a.closedAt - b.closedAt))
      restoration.closedId(closed);
    return restoration.finish().stateHash();
  }
}

function setOf(points: readonly Changes[], firstNewOrder: number | undefined): ChangeSet {
  const [first, ...others] = points;
  if (first === undefined) throw new Error('a set has at least one snapshot point');
  const set = new ChangeSet(first, firstNewOrder);
  for (const changes of others) set.add(changes);
  return set;
}

/** Cuts of a history in which few ids are opened, updated, closed, and used again after they have expired. */
function randomPoints(seed: number, version: number, switchAt: number): Changes[] {
  const history = new History(2);
  let state = seed;
  const below = (limit: number) => {
    state = (Math.imul(state, 1_103_515_245) + 12_345) & 0x7fffffff;
    return (state >> 8) % limit;
  };
  const { open, update, close, hold, settle } = history;
  const actions = [open, open, update, close, ...(version < 4 ? [] : [hold, hold, settle])].map((action) =>
    action.bind(history),
  );
  const points = [history.core.takeChanges()];
  while (points.length < 14) {
    if (points.length === switchAt) history.core.apply({ type: 'set-rules', version }, history.now);
    for (let step = 0; step < 8; step++) {
      history.now += below(3) === 0 ? below(4 * MINUTE_MS) : 0;
      actions[below(actions.length)]?.(below(8), below(2));
    }
    points.push(history.core.takeChanges());
  }
  return points;
}

describe('a set of changes', () => {
  it.each([
    [1, 2, 99],
    [2, 2, 99],
    [3, 2, 1],
    [4, 2, 1],
    [5, 2, 7],
    [6, 2, 4],
    [7, 4, 1],
    [8, 4, 1],
    [9, 4, 5],
  ])(
    'fits every snapshot between its beginning and its end (history %i, rules %i from snapshot point %i on)',
    (seed, version, switchAt) => {
      const points = randomPoints(seed, version, switchAt);
      const snapshots: Tables[] = [];
      for (const changes of points) snapshots.push(new Tables(snapshots.at(-1)).write(new ChangeSet(changes)));
      for (let end = 1; end < points.length; end++)
        for (let begin = 0; begin < end; begin++)
          for (let written = begin; written < end; written++) {
            const firstNewOrder = points[begin]?.totals.nextOrderNumber;
            const set = setOf(points.slice(begin + 1, end + 1), firstNewOrder);
            expect(new Tables(snapshots[written]).write(set).hash(set)).toBe(points[end]?.stateHash);
          }
    },
  );

  it('forgets orders that came and went, and their ids once they may be used again', () => {
    const history = new History(1);
    const set = new ChangeSet(history.core.takeChanges(), 0);
    for (let order = 0; order < 100; order++) {
      history.now += 11 * MINUTE_MS;
      history.open(order);
      set.add(history.core.takeChanges());
      history.close(order);
      set.add(history.core.takeChanges());
      // The account, and the id of the order that was closed last.
      expect(set.size).toBe(2);
    }
  });

  it('keeps the ids of what was there at its beginning, also when they were used again', () => {
    const history = new History(1);
    history.open(1);
    history.open(2);
    history.close(2);
    const { nextOrderNumber } = history.core.takeChanges().totals;
    history.close(1);
    history.now += 11 * MINUTE_MS;
    for (const order of [1, 2]) history.open(order);
    for (const order of [1, 2]) history.close(order);
    history.now += 11 * MINUTE_MS;
    history.open(3);
    const set = new ChangeSet(history.core.takeChanges(), nextOrderNumber);
    expect([...set.goneOrders]).toEqual([uuid(1, 1)]);
    expect([...set.goneIds]).toEqual([uuid(1, 2)]);
    expect([...set.orders.keys()]).toEqual([uuid(1, 3)]);
    expect(set.closedIds.size).toBe(0);
  });

  it('keeps the ids of all orders that went when nobody knows where it begins', () => {
    const history = new History(1);
    history.open(1);
    history.close(1);
    expect([...new ChangeSet(history.core.takeChanges()).goneOrders]).toEqual([uuid(1, 1)]);
  });
});
