import { assert } from '@fulcrum/log';
import { packRecord, type Records } from '@fulcrum/memory';
import { ACCOUNT_LAYOUT } from '../state/account-fields.ts';
import type { Accounts } from '../state/accounts.ts';
import type { Holds } from '../state/holds.ts';
import type { Orders } from '../state/orders.ts';
import {
  ACCOUNT_CHANGE,
  CHANGE,
  type ChangeLayout,
  type ChangePage,
  CLOSED_CHANGE,
  GONE_CHANGE,
  HOLD_CHANGE,
  ORDER_CHANGE,
  PAGE_WORDS,
  SETTLED_CHANGE,
} from './change-layout.ts';

const copyUserId = packRecord(ACCOUNT_LAYOUT, ['userId']).copy;

/**
 * What changed since the last snapshot point, in the order in which it did, as copies of the records' words: a later
 * change of a record holds over an earlier one. Noting a change costs a copy of some words at once, so that a snapshot
 * point costs nothing: the pages are handed over as they are.
 */
export class ChangeLog {
  readonly #orders: Orders;
  readonly #accounts: Accounts;
  readonly #holds: Holds;
  #pages: ChangePage[] = [];
  #page: ChangePage = new Uint32Array(0);
  /** Where the next change goes in the page. */
  #next = PAGE_WORDS;

  constructor(orders: Orders, accounts: Accounts, holds: Holds) {
    this.#orders = orders;
    this.#accounts = accounts;
    this.#holds = holds;
  }

  /** An order that was opened, or has new levels. */
  order(slot: number): void {
    assert(this.#orders.isOpen(slot), 'an order that is noted as changed is open');
    this.#ofOwner(CHANGE.order, ORDER_CHANGE, this.#orders, slot);
  }

  /** An account that was opened, or has a new balance. */
  account(account: number): void {
    this.#add(CHANGE.account, ACCOUNT_CHANGE, this.#accounts.records, account);
  }

  hold(slot: number): void {
    this.#ofOwner(CHANGE.hold, HOLD_CHANGE, this.#holds, slot);
  }

  /** A hold that is about to be removed. */
  settled(slot: number): void {
    this.#add(CHANGE.settled, SETTLED_CHANGE, this.#holds.records, slot);
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
    this.#add(CHANGE.expired, GONE_CHANGE, this.#orders.records, slot);
  }

  /** The same, of one alone: others that were closed before it are still kept. */
  freed(slot: number): void {
    this.#add(CHANGE.freed, GONE_CHANGE, this.#orders.records, slot);
  }

  /** Hands over the pages, and begins anew. */
  take(): ChangePage[] {
    const pages = this.#pages;
    this.#pages = [];
    this.#next = PAGE_WORDS;
    return pages;
  }

  #closedId(kind: number, slot: number): void {
    assert(!this.#orders.isOpen(slot), 'an order that is noted as closed is not open');
    this.#ofOwner(kind, CLOSED_CHANGE, this.#orders, slot);
  }

  /** Notes a record that belongs to an account, and the account's id. */
  #ofOwner(kind: number, layout: ChangeLayout, owned: Orders | Holds, slot: number): void {
    const at = this.#add(kind, layout, owned.records, slot);
    const account = owned.accountOf(slot);
    const { records } = this.#accounts;
    copyUserId(records.views(account).words, records.offset(account), this.#page, at + layout.userId);
  }

  /** @returns where the change begins in the page. */
  #add(kind: number, { packed, record, size }: ChangeLayout, records: Records, slot: number): number {
    assert(records.isUsed(slot), 'a record that is noted as changed is there');
    if (this.#next + size > PAGE_WORDS) {
      this.#page = new Uint32Array(PAGE_WORDS);
      this.#pages.push(this.#page);
      this.#next = 0;
    }
    const at = this.#next;
    this.#page[at] = kind;
    packed.copy(records.views(slot).words, records.offset(slot), this.#page, at + record);
    this.#next += size;
    return at;
  }
}
