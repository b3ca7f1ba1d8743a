import { assert } from '@fulcrum/log';
import { type ChangeLayout, type ChangePage, ChangePages, packRecord } from '@fulcrum/memory';
import { ACCOUNT_LAYOUT } from '../state/account-fields.ts';
import type { Accounts } from '../state/accounts.ts';
import type { Holds } from '../state/holds.ts';
import type { Orders } from '../state/orders.ts';
import type { PendingOrders } from '../state/pending/pending-orders.ts';
import {
  ACCOUNT_CHANGE,
  CHANGE,
  CLOSED_CHANGE,
  ENDED_CHANGE,
  GONE_CHANGE,
  HOLD_CHANGE,
  ORDER_CHANGE,
  PENDING_CHANGE,
  SETTLED_CHANGE,
} from './change-layout.ts';

const copyUserId = packRecord(ACCOUNT_LAYOUT, ['userId']).copy;

/** Notes what changed since the last snapshot point. */
export class ChangeLog {
  readonly #orders: Orders;
  readonly #accounts: Accounts;
  readonly #holds: Holds;
  readonly #pending: PendingOrders;
  readonly #pages: ChangePages;

  constructor(orders: Orders, accounts: Accounts, holds: Holds, pending: PendingOrders) {
    this.#orders = orders;
    this.#accounts = accounts;
    this.#holds = holds;
    this.#pending = pending;
    this.#pages = new ChangePages(accounts.records, copyUserId);
  }

  /** An order that was opened, or has new levels. */
  order(slot: number): void {
    assert(this.#orders.isOpen(slot), 'an order that is noted as changed is open');
    this.#ofOwner(CHANGE.order, ORDER_CHANGE, this.#orders, slot);
  }

  /** An account that was opened, or has a new balance. */
  account(account: number): void {
    this.#pages.add(CHANGE.account, ACCOUNT_CHANGE, this.#accounts.records, account);
  }

  hold(slot: number): void {
    this.#ofOwner(CHANGE.hold, HOLD_CHANGE, this.#holds, slot);
  }

  /** A hold that is about to be removed. */
  settled(slot: number): void {
    this.#pages.add(CHANGE.settled, SETTLED_CHANGE, this.#holds.records, slot);
  }

  /** An order that was placed, or that its owner has changed. */
  pending(slot: number): void {
    this.#ofOwner(CHANGE.pending, PENDING_CHANGE, this.#pending, slot);
  }

  /** A pending order that is about to be removed. */
  ended(slot: number): void {
    this.#pages.add(CHANGE.ended, ENDED_CHANGE, this.#pending.records, slot);
  }

  /** An order that is not open any more, whose id is kept. */
  closed(slot: number): void {
    this.#closedId(CHANGE.closed, slot);
  }

  /** An id that is kept although it never was an open order's. */
  voided(slot: number): void {
    this.#closedId(CHANGE.voided, slot);
  }

  /** A closed order whose id may be used again. */
  expired(slot: number): void {
    this.#pages.add(CHANGE.expired, GONE_CHANGE, this.#orders.records, slot);
  }

  /** The same, of one alone: others that were closed before it are still kept. */
  freed(slot: number): void {
    this.#pages.add(CHANGE.freed, GONE_CHANGE, this.#orders.records, slot);
  }

  /** Hands over the pages, and begins anew. */
  take(): ChangePage[] {
    return this.#pages.take();
  }

  #closedId(kind: number, slot: number): void {
    assert(!this.#orders.isOpen(slot), 'an order that is noted as closed is not open');
    this.#ofOwner(kind, CLOSED_CHANGE, this.#orders, slot);
  }

  /** Notes a record that belongs to an account, and the account's id. */
  #ofOwner(kind: number, layout: ChangeLayout, owned: Orders | Holds | PendingOrders, slot: number): void {
    this.#pages.addOwned(kind, layout, owned.records, slot, owned.accountOf(slot));
  }
}
