import { assert } from '@fulcrum/log';
import { derived, layoutRecord, NONE, Records } from '@fulcrum/memory';
import { MAX_ORDERS } from '../numbers/limits.ts';
import { OrderList } from '../state/order-list.ts';
import { LEVEL_NEIGHBOURS, type Orders } from '../state/orders.ts';
import { ladderChunks } from './price-ladder.ts';

/** A price of one side of a book, and the orders there. All of it follows from these. */
const LEVEL_FIELDS = {
  price: derived('number'),
  /** What is left of all its orders. */
  quantity: derived('number'),
  /** Its orders, in the order in which they are filled. */
  first: derived('link'),
  last: derived('link'),
  /** Where the current input's changes name it, counted from 1 (see BookChanges), and of which input that is. */
  change: derived('link'),
  changedBy: derived('link'),
} as const;

const LEVEL_LAYOUT = layoutRecord(LEVEL_FIELDS);
/** Constants of their own: a place that is looked up in the layout costs more than the field. */
const {
  change: CHANGE,
  changedBy: CHANGED_BY,
  first: FIRST,
  last: LAST,
  price: PRICE,
  quantity: QUANTITY,
} = LEVEL_LAYOUT.places;

/** The levels of all books. */
export class Levels {
  readonly records = new Records(LEVEL_LAYOUT.size, MAX_ORDERS);
  /** Those of the ladders on which they stand. */
  readonly chunks = ladderChunks();
  readonly #orders: Orders;
  readonly #list: OrderList;

  constructor(orders: Orders) {
    this.#orders = orders;
    this.#list = new OrderList(this.records, orders.records, { first: FIRST, last: LAST, ...LEVEL_NEIGHBOURS });
  }

  add(price: number): number {
    const level = this.records.add();
    this.records.setNumber(level, PRICE, price);
    return level;
  }

  remove(level: number): void {
    assert(this.first(level) === NONE && this.quantity(level) === 0, 'a level that is removed has no orders');
    this.records.remove(level);
  }

  price(level: number): number {
    return this.records.number(level, PRICE);
  }

  quantity(level: number): number {
    return this.records.number(level, QUANTITY);
  }

  /** The order that is filled first, or NONE. */
  first(level: number): number {
    return this.records.word(level, FIRST);
  }

  /** Takes away what was filled of an order that stays. */
  reduce(level: number, by: number): void {
    const left = this.quantity(level) - by;
    assert(left >= 0, 'no more is taken at a level than is there');
    this.records.setNumber(level, QUANTITY, left);
  }

  /** Puts an order behind the others. */
  append(level: number, order: number): void {
    const orders = this.#orders;
    assert(orders.level(order) === NONE, 'an order is at one level');
    const last = this.records.word(level, LAST);
    assert(last === NONE || orders.number(last) < orders.number(order), 'the younger order stands behind');
    orders.setLevel(order, level);
    this.#list.append(level, order);
    this.records.setNumber(level, QUANTITY, this.quantity(level) + orders.left(order));
  }

  /** Takes an order out, and what is left of it. */
  takeOut(order: number): void {
    const orders = this.#orders;
    const level = orders.level(order);
    assert(level !== NONE, 'an order that is taken out is at a level');
    this.#list.takeOut(level, order);
    orders.setLevel(order, NONE);
    this.reduce(level, orders.left(order));
  }

  /** Where the changes of this input name the level, counted from 1; 0 where they do not. */
  changeOf(level: number, input: number): number {
    return this.records.word(level, CHANGED_BY) === input ? this.records.word(level, CHANGE) : 0;
  }

  setChange(level: number, input: number, change: number): void {
    this.records.setWord(level, CHANGED_BY, input);
    this.records.setWord(level, CHANGE, change);
  }
}
