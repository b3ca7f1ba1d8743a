import { type ChangePage, ChangePages, packRecord } from '@fulcrum/memory';
import { ACCOUNT_LAYOUT, type Accounts } from '../state/accounts.ts';
import type { Balances } from '../state/balances.ts';
import type { Orders } from '../state/orders.ts';
import { ACCOUNT_CHANGE, BALANCE_CHANGE, CHANGE, ENDED_CHANGE, ORDER_CHANGE } from './change-layout.ts';

const copyUserId = packRecord(ACCOUNT_LAYOUT, ['userId']).copy;

/** Notes what changed since the last snapshot point. */
export class ChangeLog {
  readonly #accounts: Accounts;
  readonly #pages: ChangePages;

  constructor(accounts: Accounts) {
    this.#accounts = accounts;
    this.#pages = new ChangePages(accounts.records, copyUserId);
  }

  /** An account that was created. */
  account(account: number): void {
    this.#pages.add(CHANGE.account, ACCOUNT_CHANGE, this.#accounts.records, account);
  }

  balance(balances: Balances, balance: number): void {
    this.#pages.addOwned(CHANGE.balance, BALANCE_CHANGE, balances.records, balance, balances.account(balance));
  }

  /** An order that came to rest, or was filled in part. */
  order(orders: Orders, order: number): void {
    this.#pages.addOwned(CHANGE.order, ORDER_CHANGE, orders.records, order, orders.account(order));
  }

  /** An order that is about to be forgotten. */
  ended(orders: Orders, order: number): void {
    this.#pages.add(CHANGE.ended, ENDED_CHANGE, orders.records, order);
  }

  /** Hands over what was noted, and begins anew. */
  take(): ChangePage[] {
    return this.#pages.take();
  }
}
