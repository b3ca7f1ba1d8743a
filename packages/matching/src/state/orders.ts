import { assert } from '@fulcrum/log';
import { compileWriter, type HashKey, NONE, Records, SlotTable } from '@fulcrum/memory';
import { MAX_ORDERS } from '../numbers/limits.ts';
import { mixedWord } from './mixed-word.ts';
import { NO_CLIENT_ID, ORDER_KEPT, ORDER_LAYOUT, type OrderRecord } from './order-fields.ts';

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
  previous: PREVIOUS,
  price: PRICE,
  quantity: QUANTITY,
  seat: SEAT,
  seatNext: SEAT_NEXT,
  seatPrevious: SEAT_PREVIOUS,
  selfTradePrevention: SELF_TRADE_PREVENTION,
  side: SIDE_BIT,
  userId: USER_ID,
} = ORDER_LAYOUT.places;
const FLAGS = ORDER_LAYOUT.flagsPlace;

/** Where an order's neighbours stand at its level, and at its seat. */
export const LEVEL_NEIGHBOURS = { previous: PREVIOUS, next: NEXT } as const;
export const SEAT_NEIGHBOURS = { previous: SEAT_PREVIOUS, next: SEAT_NEXT } as const;

/** Orders that follow each other stand side by side in the table: it is looked at in one place for several that are placed. */
const GROUP_BITS = 3;
const GROUP_MASK = (1 << GROUP_BITS) - 1;

/** What is kept of an order. Its account, market and seat are given as links. */
export type NewOrder = Omit<OrderRecord, 'userId' | 'market'>;

export interface OrderLinks {
  readonly userId: number;
  readonly market: number;
  readonly seat: number;
}

const writeOrder = compileWriter<NewOrder, 'userId' | 'market' | 'seat'>(ORDER_LAYOUT, [...ORDER_KEPT, 'seat']);

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

  add(order: NewOrder, links: OrderLinks): number {
    const { records } = this;
    const slot = records.add();
    writeOrder(records.views(slot), records.offset(slot), order, links);
    this.#byNumber.add(this.#hashOf(order.number), slot);
    if (order.clientId !== NO_CLIENT_ID) {
      assert(this.#isOnly(links.seat, order.clientId), 'a client id is taken once at a time');
      this.#byClientId.add(this.#clientHashOf(links.seat, order.clientId), slot);
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

  setLevel(slot: number, level: number): void {
    this.records.setWord(slot, LEVEL, level);
  }

  /** The next order at its level, or NONE. */
  next(slot: number): number {
    return this.records.word(slot, NEXT);
  }

  /** The next order at its seat, or NONE. */
  seatNext(slot: number): number {
    return this.records.word(slot, SEAT_NEXT);
  }

  /** Notes a fill. */
  execute(slot: number, quantity: number, quote: number): void {
    const executed = this.executed(slot) + quantity;
    const executedQuote = this.executedQuote(slot) + quote;
    assert(quantity > 0 && executed <= this.quantity(slot), 'no more of an order is filled than it is for');
    assert(executedQuote <= Number.MAX_SAFE_INTEGER, 'what an order was filled for is a safe integer');
    this.records.setNumber(slot, EXECUTED, executed);
    this.records.setNumber(slot, EXECUTED_QUOTE, executedQuote);
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
