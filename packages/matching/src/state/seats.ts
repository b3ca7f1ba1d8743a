import { assert } from '@fulcrum/log';
import { derived, type HashKey, layoutRecord, NONE, Records, SlotTable } from '@fulcrum/memory';
import { MAX_SEATS } from '../numbers/limits.ts';
import type { Accounts } from './accounts.ts';
import { mixedWord } from './mixed-word.ts';

/** A user's seat at a market: the open orders there, and the two balances that pay for them. All of it follows from these. */
const SEAT_FIELDS = {
  account: derived('link'),
  /** The number of the market. */
  market: derived('link'),
  baseBalance: derived('link'),
  quoteBalance: derived('link'),
  /** Its orders, in the order in which they came to rest. */
  firstOrder: derived('link'),
  lastOrder: derived('link'),
  orderCount: derived('word'),
  /** Another seat of the same account. */
  next: derived('link'),
} as const;

export const SEAT_LAYOUT = layoutRecord(SEAT_FIELDS);
/** Constants of their own: a place that is looked up in the layout costs more than the field. */
const {
  account: ACCOUNT,
  baseBalance: BASE_BALANCE,
  firstOrder: FIRST_ORDER,
  market: MARKET,
  next: NEXT,
  orderCount: ORDER_COUNT,
  quoteBalance: QUOTE_BALANCE,
} = SEAT_LAYOUT.places;

/** The seats of all users who ever had an order accepted. */
export class Seats {
  readonly records = new Records(SEAT_LAYOUT.size, MAX_SEATS);
  readonly #accounts: Accounts;
  readonly #key: HashKey;
  readonly #table = new SlotTable();

  constructor(accounts: Accounts, key: HashKey) {
    this.#accounts = accounts;
    this.#key = key;
  }

  /** @returns the slot of an account's seat at a market, or NONE. */
  find(account: number, market: number): number {
    // Nearly everybody trades at one market at a time. The table lies in other memory, which would have to be waited for.
    const newest = this.#accounts.firstSeat(account);
    if (newest === NONE || this.market(newest) === market) return newest;
    const table = this.#table;
    for (let seat = table.first(this.#hashOf(account, market)); seat !== NONE; seat = table.next())
      if (this.account(seat) === account && this.market(seat) === market) return seat;
    return NONE;
  }

  add(account: number, market: number, baseBalance: number, quoteBalance: number): number {
    assert(this.find(account, market) === NONE, 'an account has one seat at a market');
    const { records } = this;
    const seat = records.add();
    records.setWord(seat, ACCOUNT, account);
    records.setWord(seat, MARKET, market);
    records.setWord(seat, BASE_BALANCE, baseBalance);
    records.setWord(seat, QUOTE_BALANCE, quoteBalance);
    records.setWord(seat, NEXT, this.#accounts.firstSeat(account));
    this.#accounts.setFirstSeat(account, seat);
    this.#table.add(this.#hashOf(account, market), seat);
    return seat;
  }

  account(seat: number): number {
    return this.records.word(seat, ACCOUNT);
  }

  market(seat: number): number {
    return this.records.word(seat, MARKET);
  }

  baseBalance(seat: number): number {
    return this.records.word(seat, BASE_BALANCE);
  }

  quoteBalance(seat: number): number {
    return this.records.word(seat, QUOTE_BALANCE);
  }

  firstOrder(seat: number): number {
    return this.records.word(seat, FIRST_ORDER);
  }

  orderCount(seat: number): number {
    return this.records.word(seat, ORDER_COUNT);
  }

  next(seat: number): number {
    return this.records.word(seat, NEXT);
  }

  #hashOf(account: number, market: number): number {
    return mixedWord(market, mixedWord(account, this.#key[0]));
  }
}
