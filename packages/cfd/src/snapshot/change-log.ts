import { UUID_WORDS } from '@fulcrum/memory';
import type { Accounts } from '../state/accounts.ts';
import type { Orders } from '../state/orders.ts';
import { ACCOUNT_WORDS, BALANCE_WORDS, KEPT_ORDER_WORDS, ORDER_NUMBERS, ORDER_WORDS } from '../state/record-layout.ts';

/** Words of one page: 64 kB. */
const PAGE_WORDS = 16_384;

/** A page can be handed to another thread, because nobody shares its memory. */
export type ChangePage = Uint32Array<ArrayBuffer>;

/** What a change is about: its first word. Zero stands behind the last change of a page. */
export const CHANGE = { end: 0, order: 1, account: 2, closed: 3, expired: 4, voided: 5, freed: 6 } as const;

/**
 * The places of a change's words, and how many it has: always an even number, and numbers of two words stand at even
 * places, where they can be read as such.
 */
export const ORDER_CHANGE = { terms: 1, leverage: 2, kept: 4, id: 22, userId: 26, size: 30 } as const;
export const ACCOUNT_CHANGE = { balance: 2, id: 6, size: 10 } as const;
export const CLOSED_CHANGE = { since: 2, id: 4, userId: 8, size: 12 } as const;
export const EXPIRED_CHANGE = { id: 2, size: 6 } as const;

/**
 * What changed since the last cut, in the order in which it did, as copies of the records' words: a later change of a
 * record holds over an earlier one. Noting a change costs a copy of some words at once, so that a cut costs nothing:
 * the pages are handed over as they are.
 */
export class ChangeLog {
  readonly #orders: Orders;
  readonly #accounts: Accounts;
  #pages: ChangePage[] = [];
  #page: ChangePage = new Uint32Array(0);
  /** Where the next change goes in the page. */
  #next = PAGE_WORDS;

  constructor(orders: Orders, accounts: Accounts) {
    this.#orders = orders;
    this.#accounts = accounts;
  }

  /** An order that was opened, or has new levels. */
  order(slot: number): void {
    const at = this.#begin(CHANGE.order, ORDER_CHANGE.size);
    this.#page[at + ORDER_CHANGE.terms] = this.#orders.terms(slot);
    this.#page[at + ORDER_CHANGE.leverage] = this.#orders.leverage(slot);
    this.#orders.records.copy(slot, 0, KEPT_ORDER_WORDS, this.#page, at + ORDER_CHANGE.kept);
    this.#copyOrderId(slot, at + ORDER_CHANGE.id);
    this.#copyUserId(this.#orders.accountOf(slot), at + ORDER_CHANGE.userId);
  }

  /** An account that was opened, or has a new balance. */
  account(account: number): void {
    const at = this.#begin(CHANGE.account, ACCOUNT_CHANGE.size);
    this.#accounts.records.copy(account, 0, BALANCE_WORDS, this.#page, at + ACCOUNT_CHANGE.balance);
    this.#copyUserId(account, at + ACCOUNT_CHANGE.id);
  }

  /** An order that is not open any more, whose id is kept. */
  closed(slot: number): void {
    this.#keptId(CHANGE.closed, slot);
  }

  /** An id that is kept although it never was an open order's. */
  voided(slot: number): void {
    this.#keptId(CHANGE.voided, slot);
  }

  #keptId(kind: number, slot: number): void {
    const at = this.#begin(kind, CLOSED_CHANGE.size);
    this.#orders.records.copy(slot, 2 * ORDER_NUMBERS.since, 2, this.#page, at + CLOSED_CHANGE.since);
    this.#copyOrderId(slot, at + CLOSED_CHANGE.id);
    this.#copyUserId(this.#orders.accountOf(slot), at + CLOSED_CHANGE.userId);
  }

  /** A closed order whose id may be used again. */
  expired(slot: number): void {
    this.#goneId(CHANGE.expired, slot);
  }

  /** The same, of one alone: others that were closed before it are still kept. */
  freed(slot: number): void {
    this.#goneId(CHANGE.freed, slot);
  }

  #goneId(kind: number, slot: number): void {
    const at = this.#begin(kind, EXPIRED_CHANGE.size);
    this.#copyOrderId(slot, at + EXPIRED_CHANGE.id);
  }

  /** Hands over the pages, and begins anew. */
  take(): ChangePage[] {
    const pages = this.#pages;
    this.#pages = [];
    this.#next = PAGE_WORDS;
    return pages;
  }

  #copyOrderId(slot: number, to: number): void {
    this.#orders.records.copy(slot, ORDER_WORDS.id, UUID_WORDS, this.#page, to);
  }

  #copyUserId(account: number, to: number): void {
    this.#accounts.records.copy(account, ACCOUNT_WORDS.id, UUID_WORDS, this.#page, to);
  }

  /** Makes room for a change, and says where it begins in the page. */
  #begin(kind: number, size: number): number {
    if (this.#next + size > PAGE_WORDS) {
      this.#page = new Uint32Array(PAGE_WORDS);
      this.#pages.push(this.#page);
      this.#next = 0;
    }
    const at = this.#next;
    this.#page[at] = kind;
    this.#next += size;
    return at;
  }
}
