import { assert } from '@fulcrum/log';
import { AmountSum, compileMixer, type MixLinks, SetHash, UUID_WORDS, wordsOf } from '@fulcrum/memory';
import type { Money } from '../numbers/money.ts';
import { ACCOUNT_LAYOUT } from './account-fields.ts';
import type { Accounts } from './accounts.ts';
import { HOLD_LAYOUT } from './hold-fields.ts';
import type { Holds } from './holds.ts';
import { CLOSED_ID_LAYOUT, ORDER_LAYOUT } from './order-fields.ts';
import type { Orders } from './orders.ts';
import { PENDING_LAYOUT } from './pending/pending-fields.ts';
import type { PendingOrders } from './pending/pending-orders.ts';

const KIND = { order: 1, account: 2, closed: 3, hold: 4, pending: 5 } as const;

/** The links that are hashed. */
const LINKS = ['asset', 'userId'] as const;

/** The words of a record at which its money begins. */
const { from: BALANCE } = wordsOf(ACCOUNT_LAYOUT, 'balance');
const { from: MARGIN } = wordsOf(ORDER_LAYOUT, 'margin');
const { from: HELD } = wordsOf(HOLD_LAYOUT, 'amount');
/** The words at which its noted hash begins. Orders and accounts have one, because each opening and closing changes them. */
const { from: ACCOUNT_HASH } = wordsOf(ACCOUNT_LAYOUT, 'notedHash');
const { from: ORDER_HASH } = wordsOf(ORDER_LAYOUT, 'notedHash');
const { from: PENDING_HASH } = wordsOf(PENDING_LAYOUT, 'notedHash');

const mixOrder = compileMixer(ORDER_LAYOUT, LINKS);
const mixAccount = compileMixer(ACCOUNT_LAYOUT, LINKS);
const mixClosedId = compileMixer(CLOSED_ID_LAYOUT, LINKS);
const mixHold = compileMixer(HOLD_LAYOUT, LINKS);
const mixPending = compileMixer(PENDING_LAYOUT, LINKS);

/**
 * What each record means to the state's hash: exactly what a snapshot keeps of it. Slots and numbers of markets differ
 * between two engines with the same state, so ids and assets are hashed in their place.
 *
 * What is hashed is summed as well: the money that stands in the records.
 */
export class RecordsHash {
  readonly #orders: Orders;
  readonly #accounts: Accounts;
  readonly #holds: Holds;
  readonly #pending: PendingOrders;
  readonly #hash = new SetHash();
  readonly #balances = new AmountSum();
  readonly #margins = new AmountSum();
  readonly #held = new AmountSum();
  /** Stands for the asset of the order that is hashed. */
  #assetHash = 0;

  constructor(orders: Orders, accounts: Accounts, holds: Holds, pending: PendingOrders) {
    this.#orders = orders;
    this.#accounts = accounts;
    this.#holds = holds;
    this.#pending = pending;
  }

  /** The balances of all accounts, the margins of all orders, and all that is on hold. */
  get money(): Money {
    return this.#balances.total + this.#margins.total + this.#held.total;
  }

  /** @param assetHash stands for the order's asset. */
  addOrder(slot: number, assetHash: number): void {
    const { records } = this.#orders;
    this.#mixOrder(slot, assetHash);
    const [words, at] = [records.views(slot).words, records.offset(slot)];
    this.#hash.addNoted(words, at + ORDER_HASH);
    this.#margins.add(words, at + MARGIN);
  }

  removeOrder(slot: number): void {
    const { records } = this.#orders;
    assert(records.isUsed(slot), 'an order that leaves the hash is there');
    const [words, at] = [records.views(slot).words, records.offset(slot)];
    this.#hash.removeNoted(words, at + ORDER_HASH);
    this.#margins.subtract(words, at + MARGIN);
  }

  addAccount(account: number): void {
    const { records } = this.#accounts;
    this.#mixAccount(account);
    const [words, at] = [records.views(account).words, records.offset(account)];
    this.#hash.addNoted(words, at + ACCOUNT_HASH);
    this.#balances.add(words, at + BALANCE);
  }

  removeAccount(account: number): void {
    const { records } = this.#accounts;
    assert(records.isUsed(account), 'an account that leaves the hash is there');
    const [words, at] = [records.views(account).words, records.offset(account)];
    this.#hash.removeNoted(words, at + ACCOUNT_HASH);
    this.#balances.subtract(words, at + BALANCE);
  }

  addHold(slot: number): void {
    const { records } = this.#holds;
    this.#mixHold(slot);
    this.#hash.add();
    this.#held.add(records.views(slot).words, records.offset(slot) + HELD);
  }

  removeHold(slot: number): void {
    const { records } = this.#holds;
    this.#mixHold(slot);
    this.#hash.remove();
    this.#held.subtract(records.views(slot).words, records.offset(slot) + HELD);
  }

  /** @param assetHash stands for the order's asset. */
  addPending(slot: number, assetHash: number): void {
    const { records } = this.#pending;
    assert(records.isUsed(slot), 'a pending order that is hashed is there');
    this.#assetHash = assetHash;
    this.#hash.begin(KIND.pending);
    mixPending(this.#hash, records.views(slot).words, records.offset(slot), this.#mixLinks);
    this.#hash.addNoted(records.views(slot).words, records.offset(slot) + PENDING_HASH);
  }

  removePending(slot: number): void {
    const { records } = this.#pending;
    assert(records.isUsed(slot), 'a pending order that leaves the hash is there');
    this.#hash.removeNoted(records.views(slot).words, records.offset(slot) + PENDING_HASH);
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

  #mixHold(slot: number): void {
    const { records } = this.#holds;
    assert(records.isUsed(slot), 'a hold that is hashed is there');
    this.#hash.begin(KIND.hold);
    mixHold(this.#hash, records.views(slot).words, records.offset(slot), this.#mixLinks);
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
