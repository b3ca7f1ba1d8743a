import { NONE } from '@fulcrum/memory';
import type { Side } from '../messages/fields.ts';
import type { BookChanges } from './book-changes.ts';
import type { Levels } from './levels.ts';
import { PriceLadder } from './price-ladder.ts';

/** The orders of one side of a market by price, the best price first, and by age at each price. */
export class BookSide {
  readonly side: Side;
  readonly #market: number;
  readonly #levels: Levels;
  readonly #changes: BookChanges;
  readonly #ladder: PriceLadder;
  /** The better price has the higher key. */
  readonly #sign: 1 | -1;

  /** @param market its number. */
  constructor(side: Side, market: number, levels: Levels, changes: BookChanges) {
    this.side = side;
    this.#market = market;
    this.#sign = side === 'buy' ? 1 : -1;
    this.#levels = levels;
    this.#ladder = new PriceLadder(levels.chunks);
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

  /** The level at a price. Where there is none it is made. */
  levelAt(price: number): number {
    const key = this.#sign * price;
    const found = this.#ladder.find(key);
    if (found !== NONE) return found;
    const level = this.#levels.add(price);
    this.#ladder.add(key, level);
    return level;
  }

  /** Tells what a level has now. One without orders goes. */
  changed(level: number, price: number, quantity: number): void {
    this.#changes.note(level, this.side, this.#market, price, quantity);
    if (quantity > 0) return;
    this.#ladder.remove(this.#sign * price);
    this.#levels.remove(level);
  }
}
