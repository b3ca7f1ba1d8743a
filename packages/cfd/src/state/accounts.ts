import { assert } from '@fulcrum/log';
import {
  addAmount,
  compileReader,
  compileWriter,
  type HashKey,
  IdIndex,
  IdReader,
  isNegativeAmount,
  keptNames,
  OwnedList,
  Records,
  subtractAmount,
  wordsOf,
} from '@fulcrum/memory';
import { WORDS } from '../messages/fields.ts';
import { MAX_ACCOUNTS } from '../numbers/limits.ts';
import type { Money } from '../numbers/money.ts';
import { type ACCOUNT_COLUMNS, ACCOUNT_FIELDS, ACCOUNT_LAYOUT } from './account-fields.ts';
import type { RecordOf } from './columns.ts';
import type { KeptLinks } from './kept-fields.ts';
import { ORDER_LAYOUT } from './order-fields.ts';
import type { Orders } from './orders.ts';

const { balance: BALANCE, userId: USER_ID } = ACCOUNT_LAYOUT.places;
const { firstOrder, lastOrder, orderCount } = ACCOUNT_LAYOUT.places;
const { holdCount: HOLD_COUNT, committed: COMMITTED } = ACCOUNT_LAYOUT.places;
const { rights: RIGHTS, pausedUntil: PAUSED_UNTIL } = ACCOUNT_LAYOUT.places;
const {
  maxOpenOrders: MAX_OPEN_ORDERS,
  maxNotional: MAX_NOTIONAL,
  maxTotalNotional: MAX_TOTAL_NOTIONAL,
} = ACCOUNT_LAYOUT.places;
/** The words at which amounts begin that are added without reading them. */
const { from: COMMITTED_WORD } = wordsOf(ACCOUNT_LAYOUT, 'committed');
const { from: MARGIN_WORD } = wordsOf(ORDER_LAYOUT, 'margin');

export interface AccountRecord extends RecordOf<typeof ACCOUNT_COLUMNS> {}

/** What is set for an account. */
export type AccountSettings = Omit<AccountRecord, 'balance' | 'userId'>;

/** Of a new account. */
export const NO_SETTINGS: AccountSettings = {
  ...{ rights: WORDS.rights.indexOf('full'), pausedUntil: undefined },
  ...{ maxOpenOrders: undefined, maxNotional: undefined, maxTotalNotional: undefined },
};

const SETTINGS = ['rights', 'pausedUntil', 'maxOpenOrders', 'maxNotional', 'maxTotalNotional'] as const;
const readSettings = compileReader<AccountSettings>(ACCOUNT_LAYOUT, SETTINGS);
const writeSettings = compileWriter<AccountSettings>(ACCOUNT_LAYOUT, SETTINGS);
const NO_LINKS = {};

const writeAccount = compileWriter<AccountRecord, KeptLinks<typeof ACCOUNT_FIELDS>>(
  ACCOUNT_LAYOUT,
  keptNames(ACCOUNT_FIELDS),
);

/** The users' accounts, each with its open orders in the order in which they were opened. */
export class Accounts {
  readonly records = new Records(ACCOUNT_LAYOUT.size, MAX_ACCOUNTS);
  readonly #index: IdIndex;
  readonly #orders: Orders;
  readonly #positions: OwnedList;

  constructor(orders: Orders, key: HashKey) {
    this.#orders = orders;
    this.#positions = new OwnedList(this.records, orders.links, {
      ...{ first: firstOrder, last: lastOrder, count: orderCount },
    });
    this.#index = new IdIndex(this.records, USER_ID, new IdReader(key));
  }

  get isFull(): boolean {
    return this.records.isFull;
  }

  /** @returns the slot of the user's account, or NONE. */
  find(userId: string): number {
    return this.#index.find(userId);
  }

  add(record: AccountRecord): number {
    const account = this.#index.add(record.userId);
    writeAccount(this.records.views(account), this.records.offset(account), record, {});
    return account;
  }

  /** The slots of all accounts. */
  slots(): number[] {
    return this.records.slots();
  }

  isOf(account: number, userId: string): boolean {
    return this.#index.isIdOf(account, userId);
  }

  userIdOf(account: number): string {
    return this.#index.idOf(account);
  }

  balance(account: number): Money {
    return this.records.amount(account, BALANCE);
  }

  setBalance(account: number, balance: Money): void {
    assert(this.records.isUsed(account), 'an account whose balance changes is there');
    this.records.setAmount(account, BALANCE, balance);
  }

  settings(account: number): AccountSettings {
    return readSettings(this.records.views(account), this.records.offset(account));
  }

  setSettings(account: number, settings: AccountSettings): void {
    assert(this.records.isUsed(account), 'an account whose settings change is there');
    writeSettings(this.records.views(account), this.records.offset(account), settings, NO_LINKS);
  }

  /** Whether it has a limit of its own: one that is absent is kept as zero. Each opening asks, so nothing is made for it. */
  hasLimits(account: number): boolean {
    const { records } = this;
    return (
      records.number(account, MAX_OPEN_ORDERS) !== 0 ||
      records.number(account, MAX_NOTIONAL) !== 0 ||
      records.number(account, MAX_TOTAL_NOTIONAL) !== 0
    );
  }

  /** The place of its owner's rights among the words for them. */
  rights(account: number): number {
    return this.records.word(account, RIGHTS);
  }

  /** When its last pause ends; 0 where it never had one. */
  pausedUntil(account: number): number {
    return this.records.number(account, PAUSED_UNTIL);
  }

  /** The margins of its open orders and what it has on hold. */
  committed(account: number): Money {
    return this.records.amount(account, COMMITTED);
  }

  holdCount(account: number): number {
    return this.records.word(account, HOLD_COUNT);
  }

  addHold(account: number, amount: Money): void {
    assert(amount > 0n, 'what is put on hold is more than nothing');
    this.records.setWord(account, HOLD_COUNT, this.holdCount(account) + 1);
    this.#commit(account, amount);
  }

  removeHold(account: number, amount: Money): void {
    assert(this.holdCount(account) > 0, 'an account that loses a hold has one');
    this.records.setWord(account, HOLD_COUNT, this.holdCount(account) - 1);
    this.#commit(account, -amount);
  }

  /** Releases a part of an order's margin. */
  release(account: number, amount: Money): void {
    this.#commit(account, -amount);
  }

  #commit(account: number, by: Money): void {
    const committed = this.committed(account) + by;
    assert(committed >= 0n, 'an account commits nothing or more');
    this.records.setAmount(account, COMMITTED, committed);
  }

  #commitMargin(change: typeof addAmount, account: number, slot: number): void {
    const orders = this.#orders.records;
    const [words, at] = [this.records.views(account).words, this.records.offset(account) + COMMITTED_WORD];
    change(words, at, orders.views(slot).words, orders.offset(slot) + MARGIN_WORD);
    assert(!isNegativeAmount(words, at), 'an account commits nothing or more');
  }

  orderCount(account: number): number {
    return this.#positions.count(account);
  }

  /** The slots of its open orders, in the order in which they were opened. */
  ordersOf(account: number): number[] {
    return this.#positions.slotsOf(account);
  }

  addOrder(account: number, slot: number): void {
    assert(this.#orders.accountOf(slot) === account, "an order is in its own account's list");
    this.#positions.add(account, slot);
    this.#commitMargin(addAmount, account, slot);
  }

  removeOrder(account: number, slot: number): void {
    assert(this.#orders.accountOf(slot) === account, "an order is in its own account's list");
    this.#positions.remove(account, slot);
    this.#commitMargin(subtractAmount, account, slot);
  }
}
