import type { Records } from '@fulcrum/memory';
import { SetHash, UUID_WORDS } from '@fulcrum/memory';
import type { Accounts } from './accounts.ts';
import type { Orders } from './orders.ts';
import { ACCOUNT_WORDS, BALANCE_WORDS, KEPT_ORDER_WORDS, ORDER_NUMBERS, ORDER_WORDS, TERMS } from './record-layout.ts';

const KIND = { order: 1, account: 2, closed: 3 } as const;

/**
 * What each record means to the state's hash: exactly what a snapshot keeps of it. Slots and numbers of markets differ
 * between two engines with the same state, so ids and assets are hashed in their place.
 */
export class RecordsHash {
  readonly #orders: Orders;
  readonly #accounts: Accounts;
  readonly #hash = new SetHash();

  constructor(orders: Orders, accounts: Accounts) {
    this.#orders = orders;
    this.#accounts = accounts;
  }

  /** @param assetHash stands for the order's asset. */
  addOrder(slot: number, assetHash: number): void {
    this.#mixOrder(slot, assetHash);
    this.#hash.add();
  }

  removeOrder(slot: number, assetHash: number): void {
    this.#mixOrder(slot, assetHash);
    this.#hash.remove();
  }

  addAccount(account: number): void {
    this.#mixAccount(account);
    this.#hash.add();
  }

  removeAccount(account: number): void {
    this.#mixAccount(account);
    this.#hash.remove();
  }

  /** @param group the hash of those with which it will be forgotten. */
  addClosed(slot: number, group: SetHash): void {
    this.#mixClosed(slot);
    this.#hash.add();
    this.#hash.addAlso(group);
  }

  removeClosed(slot: number, group: SetHash): void {
    this.#mixClosed(slot);
    this.#hash.remove();
    this.#hash.removeAlso(group);
  }

  /** Takes out all closed ids of a group at once. */
  removeGroup(group: SetHash): void {
    this.#hash.removeAll(group);
  }

  toString(): string {
    return this.#hash.toString();
  }

  #mixOrder(slot: number, assetHash: number): void {
    const { records } = this.#orders;
    this.#hash.begin(KIND.order);
    this.#mix(records, slot, 0, KEPT_ORDER_WORDS);
    this.#mixIds(slot);
    this.#hash.mix(this.#orders.leverage(slot));
    this.#hash.mix(assetHash);
    this.#hash.mix(this.#orders.terms(slot) & TERMS.sell);
  }

  #mixAccount(account: number): void {
    const { records } = this.#accounts;
    this.#hash.begin(KIND.account);
    this.#mix(records, account, 0, BALANCE_WORDS);
    this.#mix(records, account, ACCOUNT_WORDS.id, UUID_WORDS);
  }

  #mixClosed(slot: number): void {
    this.#hash.begin(KIND.closed);
    this.#mix(this.#orders.records, slot, 2 * ORDER_NUMBERS.since, 2);
    this.#mixIds(slot);
  }

  #mixIds(slot: number): void {
    this.#mix(this.#orders.records, slot, ORDER_WORDS.id, UUID_WORDS);
    this.#mix(this.#accounts.records, this.#orders.accountOf(slot), ACCOUNT_WORDS.id, UUID_WORDS);
  }

  #mix(records: Records, slot: number, from: number, count: number): void {
    for (let field = from; field < from + count; field++) this.#hash.mix(records.word(slot, field));
  }
}
