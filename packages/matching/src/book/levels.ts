import { assert } from '@fulcrum/log';
import { derived, layoutRecord, NONE, Records } from '@fulcrum/memory';
import { MAX_ORDERS } from '../numbers/limits.ts';
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

export const LEVEL_LAYOUT = layoutRecord(LEVEL_FIELDS);
/** Constants of their own: a place that is looked up in the layout costs more than the field. */
const { change: CHANGE, changedBy: CHANGED_BY, first: FIRST, price: PRICE, quantity: QUANTITY } = LEVEL_LAYOUT.places;

/** The levels of all books. */
export class Levels {
  readonly records = new Records(LEVEL_LAYOUT.size, MAX_ORDERS);
  /** Those of the ladders on which they stand. */
  readonly chunks = ladderChunks();

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

  /** Where the changes of this input name the level, counted from 1; 0 where they do not. */
  changeOf(level: number, input: number): number {
    return this.records.word(level, CHANGED_BY) === input ? this.records.word(level, CHANGE) : 0;
  }

  setChange(level: number, input: number, change: number): void {
    this.records.setWord(level, CHANGED_BY, input);
    this.records.setWord(level, CHANGE, change);
  }
}
