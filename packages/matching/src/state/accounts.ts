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

/** As many as there are first four digits of an id. */
const GUESSES = 2 ** 16;

/** The users' accounts. */
export class Accounts {
  readonly records = new Records(ACCOUNT_LAYOUT.size, MAX_ACCOUNTS);
  /**
   * The slots by id, in parts by the id's first digits: a table of all accounts would pause for long when it grows. The
   * program's own hash of texts has a secret in it, so nobody can choose ids that meet.
   */
  readonly #slots = Array.from({ length: PARTS }, () => new Map<string, number>());
  /**
   * By the first digits of an id the account that was found last with them: nearly always the one that is looked for, and
   * two texts are compared faster than one is hashed. Whoever chooses ids with the same digits is found in the parts.
   */
  readonly #guesses = new Uint32Array(GUESSES);
  /** The ids by slot, because every fill names two of them. */
  readonly #userIds: string[] = [''];

  get isFull(): boolean {
    return this.records.isFull;
  }

  /** @returns the slot of the user's account, or NONE. */
  find(userId: string): number {
    const place = firstDigits(userId);
    const guess = this.#guesses[place] as number;
    if (this.#userIds[guess] === userId && guess !== NONE) return guess;
    const found = this.#partOf(userId).get(userId) ?? NONE;
    this.#guesses[place] = found;
    return found;
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

/** The number that the first four digits of an id make; of any other text some number within the same limits. */
function firstDigits(userId: string): number {
  const [first, second] = [digitAt(userId, 0), digitAt(userId, 1)];
  const [third, fourth] = [digitAt(userId, 2), digitAt(userId, 3)];
  return ((first << 12) + (second << 8) + (third << 4) + fourth) & (GUESSES - 1);
}

/** The value of a hexadecimal digit in lower case: a letter has the bit 64, and its own low bits count from 1. */
function digitAt(text: string, at: number): number {
  const code = text.charCodeAt(at);
  return (code & 15) + 9 * (code >> 6);
}
