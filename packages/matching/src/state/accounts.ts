import { assert } from '@fulcrum/log';
import { type HashKey, IdIndex, layoutRecord, NONE, Records } from '@fulcrum/memory';
import { MAX_ACCOUNTS } from '../numbers/limits.ts';
import { derived, kept, type RecordOf } from './kept-fields.ts';

/** The fields of an account's record. What it has are records of their own (see balances.ts). */
export const ACCOUNT_FIELDS = {
  /** Counts the accounts in the order in which they were created. */
  number: kept('word', 'int'),
  userId: kept('id', 'uuid'),
  /** The first of its balances, and of its seats. */
  firstBalance: derived('link'),
  firstSeat: derived('link'),
  /** As with an order. */
  hashLow: derived('link'),
  hashHigh: derived('link'),
} as const;

export const ACCOUNT_LAYOUT = layoutRecord(ACCOUNT_FIELDS);
const { places } = ACCOUNT_LAYOUT;

export interface AccountRecord extends RecordOf<typeof ACCOUNT_FIELDS> {}

/** The users' accounts. */
export class Accounts {
  readonly records = new Records(ACCOUNT_LAYOUT.size, MAX_ACCOUNTS);
  readonly #index: IdIndex;
  /** The ids by slot, because every fill names two of them. */
  readonly #userIds: string[] = [''];

  constructor(key: HashKey) {
    this.#index = new IdIndex(this.records, places.userId, key);
  }

  get isFull(): boolean {
    return this.records.isFull;
  }

  /** @returns the slot of the user's account, or NONE. */
  find(userId: string): number {
    return this.#index.find(userId);
  }

  add(userId: string): number {
    const account = this.#index.add(userId);
    assert(account === this.#userIds.length, 'accounts are never removed');
    this.#userIds.push(userId);
    this.records.setWord(account, places.number, this.records.count - 1);
    return account;
  }

  number(account: number): number {
    return this.records.word(account, places.number);
  }

  userId(account: number): string {
    const userId = this.#userIds[account];
    assert(userId !== undefined && account !== NONE, 'an account that is named is there');
    return userId;
  }

  firstBalance(account: number): number {
    return this.records.word(account, places.firstBalance);
  }

  setFirstBalance(account: number, balance: number): void {
    this.records.setWord(account, places.firstBalance, balance);
  }

  firstSeat(account: number): number {
    return this.records.word(account, places.firstSeat);
  }

  setFirstSeat(account: number, seat: number): void {
    this.records.setWord(account, places.firstSeat, seat);
  }
}
