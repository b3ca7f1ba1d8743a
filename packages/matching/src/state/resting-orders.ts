import { assert } from '@fulcrum/log';
import { NONE } from '@fulcrum/memory';
import type { BookSide } from '../book/book-side.ts';
import { LEVEL_LAYOUT, type Levels } from '../book/levels.ts';
import { ORDER_LAYOUT } from './order-fields.ts';
import type { NewOrder, Orders } from './orders.ts';
import { SEAT_LAYOUT, type Seats } from './seats.ts';

/** Constants of their own: a place that is looked up in the layout costs more than the field. */
const {
  executed: EXECUTED,
  executedQuote: EXECUTED_QUOTE,
  level: LEVEL,
  next: NEXT,
  number: NUMBER,
  previous: PREVIOUS,
  price: PRICE,
  quantity: QUANTITY,
  seat: SEAT,
  seatNext: SEAT_NEXT,
  seatPrevious: SEAT_PREVIOUS,
} = ORDER_LAYOUT.places;
const { firstOrder: FIRST_ORDER, lastOrder: LAST_ORDER, orderCount: ORDER_COUNT } = SEAT_LAYOUT.places;
const { first: FIRST, last: LAST, quantity: LEVEL_QUANTITY } = LEVEL_LAYOUT.places;

/**
 * How orders come to rest, are filled in part, and go. Each stands in two lists, in the order in which they came: at its
 * level, where it is filled, and at its user's seat. Its neighbours stand in its own record, so that any order leaves without
 * a search.
 *
 * Nearly every command does one of these, and touches four or five records with each. So this works on the words of the
 * records, each of which is looked up once; a function for each field takes a third more of a command's time.
 */
export class RestingOrders {
  readonly #orders: Orders;
  readonly #seats: Seats;
  readonly #levels: Levels;

  constructor(orders: Orders, seats: Seats, levels: Levels) {
    this.#orders = orders;
    this.#seats = seats;
    this.#levels = levels;
  }

  /** Puts an order behind the others at its price, and behind the others of its user. @returns its slot. */
  add(order: NewOrder, seat: number, side: BookSide): number {
    assert(order.isBuy === (side.side === 'buy'), 'an order is on its own side of a book');
    const slot = this.#orders.add(order, seat);
    this.#addToSeat(slot, seat);
    this.#addToLevel(slot, order.price, order.quantity - order.executed, side);
    return slot;
  }

  /** Notes what was filled of an order that is still there. */
  fill(order: number, quantity: number, quote: number, side: BookSide): void {
    const { records } = this.#orders;
    const { words, numbers } = records.views(order);
    const at = records.offset(order);
    const half = at >> 1;
    const executed = (numbers[half + EXECUTED] as number) + quantity;
    const executedQuote = (numbers[half + EXECUTED_QUOTE] as number) + quote;
    assert(
      quantity > 0 && executed <= (numbers[half + QUANTITY] as number),
      'no more of an order is filled than it is for',
    );
    assert(executedQuote <= Number.MAX_SAFE_INTEGER, 'what an order was filled for is a safe integer');
    numbers[half + EXECUTED] = executed;
    numbers[half + EXECUTED_QUOTE] = executedQuote;
    const level = words[at + LEVEL] as number;
    if (executed < (numbers[half + QUANTITY] as number))
      side.changed(level, numbers[half + PRICE] as number, this.#reduceLevel(level, quantity));
    else this.#reduceLevel(level, quantity);
  }

  /** Takes an order out with what is left of it, and forgets it. A level goes with its last order. */
  remove(order: number, side: BookSide): void {
    const { records } = this.#orders;
    const { words, numbers } = records.views(order);
    const at = records.offset(order);
    const half = at >> 1;
    this.#takeFromSeat(words, at);
    const level = words[at + LEVEL] as number;
    assert(level !== NONE, 'an order that is taken out is at a level');
    this.#takeFromLevel(words, at, level);
    const left = (numbers[half + QUANTITY] as number) - (numbers[half + EXECUTED] as number);
    side.changed(level, numbers[half + PRICE] as number, this.#reduceLevel(level, left));
    this.#orders.remove(order);
  }

  #addToSeat(order: number, seat: number): void {
    const { records } = this.#orders;
    const { words: ofSeat } = this.#seats.records.views(seat);
    const at = this.#seats.records.offset(seat);
    const last = ofSeat[at + LAST_ORDER] as number;
    const count = ofSeat[at + ORDER_COUNT] as number;
    assert((last === NONE) === (count === 0), 'a seat without a last order has none');
    if (last === NONE) ofSeat[at + FIRST_ORDER] = order;
    else {
      records.setWord(order, SEAT_PREVIOUS, last);
      records.setWord(last, SEAT_NEXT, order);
    }
    ofSeat[at + LAST_ORDER] = order;
    ofSeat[at + ORDER_COUNT] = count + 1;
  }

  #addToLevel(order: number, price: number, left: number, side: BookSide): void {
    const { records } = this.#orders;
    const level = side.levelAt(price);
    const { words: ofLevel, numbers } = this.#levels.records.views(level);
    const at = this.#levels.records.offset(level);
    const last = ofLevel[at + LAST] as number;
    if (last === NONE) ofLevel[at + FIRST] = order;
    else {
      assert(records.number(last, NUMBER) < records.number(order, NUMBER), 'the younger order stands behind');
      records.setWord(order, PREVIOUS, last);
      records.setWord(last, NEXT, order);
    }
    ofLevel[at + LAST] = order;
    records.setWord(order, LEVEL, level);
    const quantity = (numbers[(at >> 1) + LEVEL_QUANTITY] as number) + left;
    numbers[(at >> 1) + LEVEL_QUANTITY] = quantity;
    side.changed(level, price, quantity);
  }

  /** @param words and `at`: the order's. */
  #takeFromSeat(words: Uint32Array, at: number): void {
    const { records } = this.#orders;
    const seat = words[at + SEAT] as number;
    const { words: ofSeat } = this.#seats.records.views(seat);
    const seatAt = this.#seats.records.offset(seat);
    const count = ofSeat[seatAt + ORDER_COUNT] as number;
    assert(count > 0, 'an order leaves its own seat');
    const previous = words[at + SEAT_PREVIOUS] as number;
    const next = words[at + SEAT_NEXT] as number;
    if (previous === NONE) ofSeat[seatAt + FIRST_ORDER] = next;
    else records.setWord(previous, SEAT_NEXT, next);
    if (next === NONE) ofSeat[seatAt + LAST_ORDER] = previous;
    else records.setWord(next, SEAT_PREVIOUS, previous);
    ofSeat[seatAt + ORDER_COUNT] = count - 1;
  }

  /** @param words and `at`: the order's. */
  #takeFromLevel(words: Uint32Array, at: number, level: number): void {
    const { records } = this.#orders;
    const { words: ofLevel } = this.#levels.records.views(level);
    const levelAt = this.#levels.records.offset(level);
    const previous = words[at + PREVIOUS] as number;
    const next = words[at + NEXT] as number;
    if (previous === NONE) ofLevel[levelAt + FIRST] = next;
    else records.setWord(previous, NEXT, next);
    if (next === NONE) ofLevel[levelAt + LAST] = previous;
    else records.setWord(next, PREVIOUS, previous);
    words[at + LEVEL] = NONE;
  }

  /** @returns what the level has left. */
  #reduceLevel(level: number, by: number): number {
    const { numbers } = this.#levels.records.views(level);
    const place = (this.#levels.records.offset(level) >> 1) + LEVEL_QUANTITY;
    const left = (numbers[place] as number) - by;
    assert(left >= 0, 'no more is taken at a level than is there');
    numbers[place] = left;
    return left;
  }
}
