import type { HashKey } from '@fulcrum/memory';
import { IdIndex, NONE, Records } from '@fulcrum/memory';
import { MAX_ACCOUNTS } from '../numbers/limits.ts';
import type { Money } from '../numbers/money.ts';
import type { Orders } from './orders.ts';
import { ACCOUNT_NUMBERS, ACCOUNT_SIZE, ACCOUNT_WORDS } from './record-layout.ts';

export interface AccountRecord {
  readonly userId: string;
  readonly balance: Money;
}

/** The users' accounts, each with its open orders in the order in which they were opened. */
export class Accounts {
  readonly records = new Records(ACCOUNT_SIZE, MAX_ACCOUNTS);
  readonly #index: IdIndex;
  readonly #orders: Orders;

  constructor(orders: Orders, key: HashKey) {
    this.#orders = orders;
    this.#index = new IdIndex(this.records, ACCOUNT_WORDS.id, key);
  }

  get isFull(): boolean {
    return this.records.isFull;
  }

  /** @returns the slot of the user's account, or NONE. */
  find(userId: string): number {
    return this.#index.find(userId);
  }

  add({ userId, balance }: AccountRecord): number {
    const account = this.#index.add(userId);
    this.records.setAmount(account, ACCOUNT_NUMBERS.balance, balance);
    return account;
  }

  /** The slots of all accounts. */
  slots(): number[] {
    return this.#index.slots();
  }

  isOf(account: number, userId: string): boolean {
    return this.#index.isIdOf(account, userId);
  }

  userIdOf(account: number): string {
    return this.#index.idOf(account);
  }

  balance(account: number): Money {
    return this.records.amount(account, ACCOUNT_NUMBERS.balance);
  }

  setBalance(account: number, balance: Money): void {
    this.records.setAmount(account, ACCOUNT_NUMBERS.balance, balance);
  }

  orderCount(account: number): number {
    return this.records.word(account, ACCOUNT_WORDS.orderCount);
  }

  /** The slots of its open orders, in the order in which they were opened. */
  ordersOf(account: number): number[] {
    const slots: number[] = [];
    for (let slot = this.records.word(account, ACCOUNT_WORDS.firstOrder); slot !== NONE; slot = this.#orders.next(slot))
      slots.push(slot);
    return slots;
  }

  addOrder(account: number, slot: number): void {
    const { records } = this;
    const last = records.word(account, ACCOUNT_WORDS.lastOrder);
    this.#orders.linkAfter(last, slot);
    if (last === NONE) records.setWord(account, ACCOUNT_WORDS.firstOrder, slot);
    records.setWord(account, ACCOUNT_WORDS.lastOrder, slot);
    records.setWord(account, ACCOUNT_WORDS.orderCount, this.orderCount(account) + 1);
  }

  removeOrder(account: number, slot: number): void {
    const { records } = this;
    if (records.word(account, ACCOUNT_WORDS.firstOrder) === slot)
      records.setWord(account, ACCOUNT_WORDS.firstOrder, this.#orders.next(slot));
    if (records.word(account, ACCOUNT_WORDS.lastOrder) === slot)
      records.setWord(account, ACCOUNT_WORDS.lastOrder, this.#orders.previous(slot));
    this.#orders.unlink(slot);
    records.setWord(account, ACCOUNT_WORDS.orderCount, this.orderCount(account) - 1);
  }
}
