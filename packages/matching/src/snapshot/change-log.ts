import { assert } from '@fulcrum/log';
import { packRecord, type Records } from '@fulcrum/memory';
import { ACCOUNT_LAYOUT, type Accounts } from '../state/accounts.ts';
import type { Balances } from '../state/balances.ts';
import type { Orders } from '../state/orders.ts';
import {
  ACCOUNT_CHANGE,
  BALANCE_CHANGE,
  CHANGE,
  type ChangeLayout,
  type ChangePage,
  ENDED_CHANGE,
  ORDER_CHANGE,
  PAGE_WORDS,
  RECORD,
} from './change-layout.ts';

const copyUserId = packRecord(ACCOUNT_LAYOUT, ['userId']).copy;

/**
 * What changed since the last snapshot point, in the order in which it did, as copies of the records' words: a later change
 * of a record holds over an earlier one. Noting a change costs a copy of some words at once, so that a snapshot point costs
 * nothing: the pages are handed over as they are.
 */
export class ChangeLog {
  readonly #accounts: Accounts;
  #pages: ChangePage[] = [];
  #page: ChangePage = new Uint32Array(0);
  /** Where the next change goes in the page. */
  #next = PAGE_WORDS;

  constructor(accounts: Accounts) {
    this.#accounts = accounts;
  }

  /** An account that was created. */
  account(account: number): void {
    this.#add(CHANGE.account, ACCOUNT_CHANGE, this.#accounts.records, account);
  }

  balance(balances: Balances, balance: number): void {
    const at = this.#add(CHANGE.balance, BALANCE_CHANGE, balances.records, balance);
    this.#copyOwner(balances.account(balance), at + BALANCE_CHANGE.userId);
  }

  /** An order that came to rest, or was filled in part. */
  order(orders: Orders, order: number): void {
    const at = this.#add(CHANGE.order, ORDER_CHANGE, orders.records, order);
    this.#copyOwner(orders.account(order), at + ORDER_CHANGE.userId);
  }

  /** An order that is about to be forgotten. */
  ended(orders: Orders, order: number): void {
    this.#add(CHANGE.ended, ENDED_CHANGE, orders.records, order);
  }

  /** Hands over the pages, and begins anew. */
  take(): ChangePage[] {
    const pages = this.#pages;
    this.#pages = [];
    this.#next = PAGE_WORDS;
    return pages;
  }

  #copyOwner(account: number, to: number): void {
    const { records } = this.#accounts;
    copyUserId(records.views(account).words, records.offset(account), this.#page, to);
  }

  /** @returns where the change begins in the page. */
  #add(kind: number, { packed, size }: ChangeLayout, records: Records, slot: number): number {
    assert(records.isUsed(slot), 'a record that is noted as changed is there');
    if (this.#next + size > PAGE_WORDS) {
      this.#page = new Uint32Array(PAGE_WORDS);
      this.#pages.push(this.#page);
      this.#next = 0;
    }
    const at = this.#next;
    this.#page[at] = kind;
    packed.copy(records.views(slot).words, records.offset(slot), this.#page, at + RECORD);
    this.#next += size;
    return at;
  }
}
