import { assert } from '@fulcrum/log';
import { derived, layoutRecord, NONE, Records } from '@fulcrum/memory';
import { MAX_BALANCES } from '../numbers/limits.ts';
import type { Accounts } from './accounts.ts';
import { kept, type RecordOf } from './kept-fields.ts';

/** The fields of the record that says what an account has of an asset, in the asset's units. */
export const BALANCE_FIELDS = {
  /** The number of its account and that of the asset in one: its key. */
  number: kept('number', 'bigint'),
  available: kept('number', 'bigint'),
  /** In open orders. */
  locked: kept('number', 'bigint'),
  /** The slot of its account. */
  userId: kept('link', 'uuid'),
  /** The number of the asset. */
  asset: kept('link', 'text'),
  /** What both were together when it was counted last (see Asset.held). */
  counted: derived('number'),
  /** The account's balance of the asset that was set next. */
  next: derived('link'),
  /** Whether it stands in the list of those that the current command changed. */
  change: { ...derived('flag'), values: ['none', 'noted'] },
  /** As with an order. */
  notedHash: derived('hash'),
} as const;

export const BALANCE_LAYOUT = layoutRecord(BALANCE_FIELDS);
/** Constants of their own: a place that is looked up in the layout costs more than the field. */
const {
  asset: ASSET,
  available: AVAILABLE,
  change: CHANGE_BIT,
  counted: COUNTED,
  locked: LOCKED,
  next: NEXT,
  number: NUMBER,
  userId: USER_ID,
} = BALANCE_LAYOUT.places;
const FLAGS = BALANCE_LAYOUT.flagsPlace;

export interface BalanceRecord extends RecordOf<typeof BALANCE_FIELDS> {}

/** More than there may be assets. */
const ASSETS = 1_024;

/** What accounts have. Those of an account are a list in the order in which the assets were set. */
export class Balances {
  readonly records = new Records(BALANCE_LAYOUT.size, MAX_BALANCES);
  readonly #accounts: Accounts;
  /** Those that the current command changed; as many of them as are counted. */
  readonly #changed: number[] = [];
  #changedCount = 0;

  constructor(accounts: Accounts) {
    this.#accounts = accounts;
  }

  /** @returns the slot of what an account has of an asset, or NONE. */
  find(account: number, asset: number): number {
    let balance = this.#accounts.firstBalance(account);
    while (balance !== NONE && this.asset(balance) < asset) balance = this.next(balance);
    return balance !== NONE && this.asset(balance) === asset ? balance : NONE;
  }

  /** The same, made with nothing in it where there was none. */
  findOrAdd(account: number, asset: number): number {
    const found = this.find(account, asset);
    return found === NONE ? this.#add(account, asset) : found;
  }

  available(balance: number): number {
    return this.records.number(balance, AVAILABLE);
  }

  locked(balance: number): number {
    return this.records.number(balance, LOCKED);
  }

  account(balance: number): number {
    return this.records.word(balance, USER_ID);
  }

  asset(balance: number): number {
    return this.records.word(balance, ASSET);
  }

  next(balance: number): number {
    return this.records.word(balance, NEXT);
  }

  /** Changes what there is by amounts that may be negative. */
  change(balance: number, byAvailable: number, byLocked: number): void {
    const { words, numbers } = this.records.views(balance);
    const at = this.records.offset(balance);
    const half = at >> 1;
    const available = (numbers[half + AVAILABLE] as number) + byAvailable;
    const locked = (numbers[half + LOCKED] as number) + byLocked;
    assert(available >= 0 && locked >= 0, 'nobody spends what is not there');
    assert(available + locked <= Number.MAX_SAFE_INTEGER, 'what an account has is a safe integer');
    numbers[half + AVAILABLE] = available;
    numbers[half + LOCKED] = locked;
    const flags = words[at + FLAGS] as number;
    if ((flags & CHANGE_BIT) !== 0) return;
    words[at + FLAGS] = flags | CHANGE_BIT;
    this.#changed[this.#changedCount] = balance;
    this.#changedCount += 1;
  }

  /** How many the current command changed. */
  get changedCount(): number {
    return this.#changedCount;
  }

  changedAt(at: number): number {
    assert(at < this.#changedCount, 'a balance that is said to have changed did');
    return this.#changed[at] as number;
  }

  /** By how much more it is than when it was counted last. */
  growth(balance: number): number {
    return this.available(balance) + this.locked(balance) - this.records.number(balance, COUNTED);
  }

  /** Counts it as it is now. @returns by how much more that is than before. */
  count(balance: number): number {
    const growth = this.growth(balance);
    if (growth !== 0) this.records.setNumber(balance, COUNTED, this.available(balance) + this.locked(balance));
    return growth;
  }

  /** Ends the list of those that a command changed. */
  settle(): void {
    for (let at = 0; at < this.#changedCount; at++) {
      const balance = this.#changed[at] as number;
      this.records.setWord(balance, FLAGS, this.records.word(balance, FLAGS) & ~CHANGE_BIT);
    }
    this.#changedCount = 0;
  }

  #add(account: number, asset: number): number {
    assert(asset < ASSETS, 'the number of an asset fits into the key of a balance');
    const balance = this.records.add();
    this.records.setNumber(balance, NUMBER, this.#accounts.number(account) * ASSETS + asset);
    this.records.setWord(balance, USER_ID, account);
    this.records.setWord(balance, ASSET, asset);
    this.#link(account, balance, asset);
    this.change(balance, 0, 0);
    return balance;
  }

  #link(account: number, balance: number, asset: number): void {
    let previous: number = NONE;
    let next = this.#accounts.firstBalance(account);
    while (next !== NONE && this.asset(next) < asset) {
      previous = next;
      next = this.next(next);
    }
    assert(next === NONE || this.asset(next) > asset, 'an account has one balance of an asset');
    this.records.setWord(balance, NEXT, next);
    if (previous === NONE) this.#accounts.setFirstBalance(account, balance);
    else this.records.setWord(previous, NEXT, balance);
  }
}
