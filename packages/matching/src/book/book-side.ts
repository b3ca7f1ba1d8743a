import { assert } from '@fulcrum/log';
import { NONE } from '@fulcrum/memory';
import type { Side } from '../messages/fields.ts';
import type { Orders } from '../state/orders.ts';
import type { BookChanges } from './book-changes.ts';
import type { Levels } from './levels.ts';
import { PriceLadder } from './price-ladder.ts';

/** The orders of one side of a market by price, the best price first, and by age at each price. */
export class BookSide {
  readonly side: Side;
  readonly #market: number;
  readonly #levels: Levels;
  readonly #orders: Orders;
  readonly #changes: BookChanges;
  readonly #ladder: PriceLadder;
  /** The better price has the higher key. */
  readonly #sign: 1 | -1;

  /** @param market its number. */
  constructor(side: Side, market: number, levels: Levels, orders: Orders, changes: BookChanges) {
    this.side = side;
    this.#market = market;
    this.#sign = side === 'buy' ? 1 : -1;
    this.#levels = levels;
    this.#ladder = new PriceLadder(levels.chunks);
    this.#orders = orders;
    this.#changes = changes;
  }

  /** The level with the best price, or NONE. */
  get best(): number {
    return this.#ladder.best;
  }

  /** The best price; 0 where there is none. */
  get bestPrice(): number {
    const { best } = this;
    return best === NONE ? 0 : this.#levels.price(best);
  }

  /** @returns the next level behind one, or NONE. */
  behind(level: number): number {
    return this.#ladder.below(this.#sign * this.#levels.price(level));
  }

  /** Puts an order at its price. */
  add(order: number): void {
    assert(this.#orders.isBuy(order) === (this.side === 'buy'), 'an order is on its own side of a book');
    const level = this.#levelAt(this.#orders.price(order));
    this.#levels.append(level, order);
    this.#changes.note(level, this.side, this.#market);
  }

  /** Takes away what was filled of an order that stays. */
  reduce(order: number, by: number): void {
    const level = this.#orders.level(order);
    this.#levels.reduce(level, by);
    this.#changes.note(level, this.side, this.#market);
  }

  /** Takes an order out with what is left of it. Its level goes with its last order. */
  remove(order: number): void {
    const level = this.#orders.level(order);
    this.#levels.takeOut(order);
    this.#changes.note(level, this.side, this.#market);
    if (this.#levels.first(level) !== NONE) return;
    this.#ladder.remove(this.#sign * this.#levels.price(level));
    this.#levels.remove(level);
  }

  #levelAt(price: number): number {
    const key = this.#sign * price;
    const found = this.#ladder.find(key);
    if (found !== NONE) return found;
    const level = this.#levels.add(price);
    this.#ladder.add(key, level);
    return level;
  }
}
