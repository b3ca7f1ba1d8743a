import { assert } from '@fulcrum/log';
import { compileMixer, type MixLinks, SetHash, UUID_WORDS } from '@fulcrum/memory';
import { ACCOUNT_LAYOUT } from './account-fields.ts';
import type { Accounts } from './accounts.ts';
import { CLOSED_ID_LAYOUT, ORDER_LAYOUT } from './order-fields.ts';
import type { Orders } from './orders.ts';

const KIND = { order: 1, account: 2, closed: 3 } as const;

/** The links that are hashed. */
const LINKS = ['asset', 'userId'] as const;

const mixOrder = compileMixer(ORDER_LAYOUT, LINKS);
const mixAccount = compileMixer(ACCOUNT_LAYOUT, LINKS);
const mixClosedId = compileMixer(CLOSED_ID_LAYOUT, LINKS);

/**
 * What each record means to the state's hash: exactly what a snapshot keeps of it. Slots and numbers of markets differ
 * between two engines with the same state, so ids and assets are hashed in their place.
 */
export class RecordsHash {
  readonly #orders: Orders;
  readonly #accounts: Accounts;
  readonly #hash = new SetHash();
  /** Stands for the asset of the order that is hashed. */
  #assetHash = 0;

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
    assert(records.isUsed(slot), 'an order that is hashed is there');
    this.#assetHash = assetHash;
    this.#hash.begin(KIND.order);
    mixOrder(this.#hash, records.views(slot).words, records.offset(slot), this.#mixLinks);
  }

  #mixAccount(account: number): void {
    const { records } = this.#accounts;
    assert(records.isUsed(account), 'an account that is hashed is there');
    this.#hash.begin(KIND.account);
    mixAccount(this.#hash, records.views(account).words, records.offset(account), this.#mixLinks);
  }

  #mixClosed(slot: number): void {
    const { records } = this.#orders;
    assert(records.isUsed(slot), 'a closed id that is hashed is there');
    this.#hash.begin(KIND.closed);
    mixClosedId(this.#hash, records.views(slot).words, records.offset(slot), this.#mixLinks);
  }

  readonly #mixLinks: MixLinks<(typeof LINKS)[number]> = {
    asset: () => this.#hash.mix(this.#assetHash),
    userId: (account) => this.#mixUserId(account),
  };

  #mixUserId(account: number): void {
    const { records } = this.#accounts;
    const at = records.offset(account) + ACCOUNT_LAYOUT.places.userId;
    this.#hash.mixWords(records.views(account).words, at, UUID_WORDS);
  }
}
