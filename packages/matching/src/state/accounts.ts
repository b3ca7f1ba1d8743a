import { assert } from '@fulcrum/log';
import { derived, layoutRecord, NONE, Records, writeUuid } from '@fulcrum/memory';
import { MAX_ACCOUNTS } from '../numbers/limits.ts';
import { kept, type RecordOf } from './kept-fields.ts';

/** The fields of an account's record. What it has are records of their own (see balances.ts). */
export const ACCOUNT_FIELDS = {
  /** Counts the accounts in the order in which they were created. */
  number: kept('word', 'int'),
  userId: kept('id', 'uuid'),
  /** The first of its balances, and of its seats. */
  firstBalance: derived('link'),
  firstSeat: derived('link'),
  /** As with an order. */
  notedHash: derived('hash'),
} as const;

export const ACCOUNT_LAYOUT = layoutRecord(ACCOUNT_FIELDS);
/** Constants of their own: a place that is looked up in the layout costs more than the field. */
const { firstBalance: FIRST_BALANCE, firstSeat: FIRST_SEAT, number: NUMBER, userId: USER_ID } = ACCOUNT_LAYOUT.places;

export interface AccountRecord extends RecordOf<typeof ACCOUNT_FIELDS> {}

/** So many parts: one that grows moves few enough accounts. */
const PARTS = 256;

/** The users' accounts. */
export class Accounts {
  readonly records = new Records(ACCOUNT_LAYOUT.size, MAX_ACCOUNTS);
  /**
   * The slots by id, in parts by the id's first digits: a table of all accounts would pause for long when it grows. The
   * program's own hash of texts has a secret in it, so nobody can choose ids that meet.
   */
  readonly #slots = Array.from({ length: PARTS }, () => new Map<string, number>());
  /** The ids by slot, because every fill names two of them. */
  readonly #userIds: string[] = [''];

  get isFull(): boolean {
    return this.records.isFull;
  }

  /** @returns the slot of the user's account, or NONE. */
  find(userId: string): number {
    return this.#partOf(userId).get(userId) ?? NONE;
  }

  add(userId: string): number {
    const part = this.#partOf(userId);
    assert(!part.has(userId), 'a user has one account');
    const account = this.records.add();
    assert(account === this.#userIds.length, 'accounts are never removed');
    writeUuid(this.records.views(account).words, this.records.offset(account) + USER_ID, userId);
    part.set(userId, account);
    this.#userIds.push(userId);
    this.records.setWord(account, NUMBER, this.records.count - 1);
    return account;
  }

  number(account: number): number {
    return this.records.word(account, NUMBER);
  }

  #partOf(userId: string): Map<string, number> {
    const part = (17 * userId.charCodeAt(0) + userId.charCodeAt(1)) % PARTS;
    return this.#slots[part] as Map<string, number>;
  }

  userId(account: number): string {
    const userId = this.#userIds[account];
    assert(userId !== undefined && account !== NONE, 'an account that is named is there');
    return userId;
  }

  firstBalance(account: number): number {
    return this.records.word(account, FIRST_BALANCE);
  }

  setFirstBalance(account: number, balance: number): void {
    this.records.setWord(account, FIRST_BALANCE, balance);
  }

  firstSeat(account: number): number {
    return this.records.word(account, FIRST_SEAT);
  }

  setFirstSeat(account: number, seat: number): void {
    this.records.setWord(account, FIRST_SEAT, seat);
  }
}
