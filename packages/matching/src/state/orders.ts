import { assert } from '@fulcrum/log';
import { type HashKey, NONE, Records, SlotTable } from '@fulcrum/memory';
import { WORDS, type Word } from '../messages/fields.ts';
import { MAX_ORDERS } from '../numbers/limits.ts';
import { mixedWord } from './mixed-word.ts';
import { NO_CLIENT_ID, ORDER_LAYOUT } from './order-fields.ts';

/** Constants of their own: a place that is looked up in the layout costs more than the field. */
const {
  clientId: CLIENT_ID,
  placedAt: PLACED_AT,
  executed: EXECUTED,
  executedQuote: EXECUTED_QUOTE,
  feePpm: FEE_PPM,
  level: LEVEL,
  market: MARKET,
  next: NEXT,
  number: NUMBER,
  postOnly: POST_ONLY_BIT,
  price: PRICE,
  quantity: QUANTITY,
  seat: SEAT,
  seatNext: SEAT_NEXT,
  selfTradePrevention: SELF_TRADE_PREVENTION,
  side: SIDE_BIT,
  userId: USER_ID,
} = ORDER_LAYOUT.places;
const FLAGS = ORDER_LAYOUT.flagsPlace;

/** Orders that follow each other stand side by side in the table: it is looked at in one place for several that are placed. */
const GROUP_BITS = 3;
const GROUP_MASK = (1 << GROUP_BITS) - 1;

/** An order that comes to rest. */
export interface NewOrder {
  readonly number: number;
  readonly price: number;
  readonly quantity: number;
  readonly executed: number;
  readonly executedQuote: number;
  readonly placedAt: number;
  readonly clientId: number;
  /** The slot of its user's account. */
  readonly account: number;
  readonly market: { readonly number: number };
  readonly feePpm: number;
  readonly selfTradePrevention: Word<'selfTradePrevention'>;
  readonly isBuy: boolean;
  readonly isPostOnly: boolean;
}

/** Memory would take a part of any other number, and nobody would notice. The sum makes 0 of -0, which is hashed as another one. */
function whole(value: number): number {
  assert(Number.isSafeInteger(value), 'the figures of an order are safe integers');
  return value + 0;
}

/** The records of all open orders, found by their numbers, and by the client ids of their users. */
export class Orders {
  readonly records = new Records(ORDER_LAYOUT.size, MAX_ORDERS);
  readonly #key: HashKey;
  readonly #byNumber = new SlotTable();
  readonly #byClientId = new SlotTable();

  /** @param key hides where an order stands in the tables. No result depends on it. */
  constructor(key: HashKey) {
    this.#key = key;
  }

  /** @returns the slot of the order, or NONE. */
  find(number: number): number {
    const table = this.#byNumber;
    for (let slot = table.first(this.#hashOf(number)); slot !== NONE; slot = table.next())
      if (this.number(slot) === number) return slot;
    return NONE;
  }

  /** @returns the slot of the order with this client id at a seat, or NONE. */
  findByClientId(seat: number, clientId: number): number {
    const table = this.#byClientId;
    for (let slot = table.first(this.#clientHashOf(seat, clientId)); slot !== NONE; slot = table.next())
      if (this.clientId(slot) === clientId && this.seat(slot) === seat) return slot;
    return NONE;
  }

  /** Makes the record of an order. It stands in no list yet. */
  add(order: NewOrder, seat: number): number {
    const { records } = this;
    const slot = records.add();
    const { words, numbers } = records.views(slot);
    const at = records.offset(slot);
    const half = at >> 1;
    numbers[half + NUMBER] = whole(order.number);
    numbers[half + PRICE] = whole(order.price);
    numbers[half + QUANTITY] = whole(order.quantity);
    numbers[half + EXECUTED] = whole(order.executed);
    numbers[half + EXECUTED_QUOTE] = whole(order.executedQuote);
    numbers[half + PLACED_AT] = whole(order.placedAt);
    numbers[half + CLIENT_ID] = whole(order.clientId);
    words[at + USER_ID] = order.account;
    words[at + MARKET] = order.market.number;
    words[at + FEE_PPM] = order.feePpm;
    words[at + SELF_TRADE_PREVENTION] = WORDS.selfTradePrevention.indexOf(order.selfTradePrevention);
    words[at + FLAGS] = (order.isBuy ? 0 : SIDE_BIT) | (order.isPostOnly ? POST_ONLY_BIT : 0);
    words[at + SEAT] = seat;
    this.#byNumber.add(this.#hashOf(order.number), slot);
    if (order.clientId !== NO_CLIENT_ID) {
      assert(this.#isOnly(seat, order.clientId), 'a client id is taken once at a time');
      this.#byClientId.add(this.#clientHashOf(seat, order.clientId), slot);
    }
    return slot;
  }

  remove(slot: number): void {
    assert(this.level(slot) === NONE, 'an order that is forgotten is in no book');
    this.#byNumber.remove(this.#hashOf(this.number(slot)), slot);
    const clientId = this.clientId(slot);
    if (clientId !== NO_CLIENT_ID) this.#byClientId.remove(this.#clientHashOf(this.seat(slot), clientId), slot);
    this.records.remove(slot);
  }

  number(slot: number): number {
    return this.records.number(slot, NUMBER);
  }

  price(slot: number): number {
    return this.records.number(slot, PRICE);
  }

  quantity(slot: number): number {
    return this.records.number(slot, QUANTITY);
  }

  executed(slot: number): number {
    return this.records.number(slot, EXECUTED);
  }

  executedQuote(slot: number): number {
    return this.records.number(slot, EXECUTED_QUOTE);
  }

  /** What has not been filled. */
  left(slot: number): number {
    return this.quantity(slot) - this.executed(slot);
  }

  placedAt(slot: number): number {
    return this.records.number(slot, PLACED_AT);
  }

  clientId(slot: number): number {
    return this.records.number(slot, CLIENT_ID);
  }

  /** The slot of its user's account. */
  account(slot: number): number {
    return this.records.word(slot, USER_ID);
  }

  /** The number of its market. */
  market(slot: number): number {
    return this.records.word(slot, MARKET);
  }

  feePpm(slot: number): number {
    return this.records.word(slot, FEE_PPM);
  }

  selfTradePrevention(slot: number): number {
    return this.records.word(slot, SELF_TRADE_PREVENTION);
  }

  isBuy(slot: number): boolean {
    return (this.records.word(slot, FLAGS) & SIDE_BIT) === 0;
  }

  isPostOnly(slot: number): boolean {
    return (this.records.word(slot, FLAGS) & POST_ONLY_BIT) !== 0;
  }

  seat(slot: number): number {
    return this.records.word(slot, SEAT);
  }

  level(slot: number): number {
    return this.records.word(slot, LEVEL);
  }

  /** The next order at its level, or NONE. */
  next(slot: number): number {
    return this.records.word(slot, NEXT);
  }

  /** The next order at its seat, or NONE. */
  seatNext(slot: number): number {
    return this.records.word(slot, SEAT_NEXT);
  }

  #isOnly(seat: number, clientId: number): boolean {
    return this.findByClientId(seat, clientId) === NONE;
  }

  #hashOf(number: number): number {
    const low = number | 0;
    return ((mixedWord(low >>> GROUP_BITS, this.#key[0]) & ~GROUP_MASK) | (low & GROUP_MASK)) >>> 0;
  }

  #clientHashOf(seat: number, clientId: number): number {
    return mixedWord(clientId | 0, mixedWord(seat, this.#key[1]));
  }
}
