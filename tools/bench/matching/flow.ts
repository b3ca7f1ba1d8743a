/**
 * What the bench does to a book, in units. Makers' orders never meet those of others, takers only take, and no user is both.
 * So every engine that keeps price-time priority does the same with it.
 */

/** One of three kinds of operation. Orders are numbered from 1, as they are placed. */
export type Operation = Rest | Take | Cancel;

export interface Rest {
  readonly kind: 'rest';
  readonly isBuy: boolean;
  readonly price: number;
  readonly quantity: number;
  readonly user: number;
  readonly order: number;
}

export interface Take {
  readonly kind: 'take';
  readonly isBuy: boolean;
  readonly quantity: number;
  readonly user: number;
  readonly order: number;
}

export interface Cancel {
  readonly kind: 'cancel';
  /** The order, and whose it is. */
  readonly order: number;
  readonly user: number;
}

export const MAKERS = 1_000;
export const TAKERS = 100;

const MIDDLE = 6_000_000;
const LARGEST_REST = 100;
const LARGEST_TAKE = 150;

/** Makes operations, and keeps track of which orders rest. The same calls give the same operations. */
export class Flow {
  #seed = 0x2545f491;
  #nextOrder = 1;
  /** The orders that rest, in any order. */
  readonly #resting: Rest[] = [];
  /** Where each of them stands in that list, by its number. */
  readonly #places = new Map<number, number>();
  readonly #ticks: number;

  /** @param ticks on how many prices the orders of a side rest. */
  constructor(ticks: number) {
    this.#ticks = ticks;
  }

  get restingCount(): number {
    return this.#resting.length;
  }

  rest(): Rest {
    const isBuy = this.#below(2) === 0;
    const away = 1 + this.#below(this.#ticks);
    const price = MIDDLE + (isBuy ? -away : away);
    const order: Rest = {
      kind: 'rest',
      isBuy,
      price,
      quantity: 1 + this.#below(LARGEST_REST),
      user: this.#below(MAKERS),
      order: this.#nextOrder,
    };
    this.#nextOrder += 1;
    this.#places.set(order.order, this.#resting.length);
    this.#resting.push(order);
    return order;
  }

  /** Its maker says which orders it fills (see `filled`). */
  take(): Take {
    const take: Take = {
      kind: 'take',
      isBuy: this.#below(2) === 0,
      quantity: 1 + this.#below(LARGEST_TAKE),
      user: MAKERS + this.#below(TAKERS),
      order: this.#nextOrder,
    };
    this.#nextOrder += 1;
    return take;
  }

  /** Orders that rested were filled. */
  filled(orders: readonly number[]): void {
    for (const order of orders) this.#forget(order);
  }

  /** Places, cancels, or takes once in ten times, so that about as many orders rest as shall. */
  mixed(resting: number): Operation {
    const chance = this.#below(100);
    if (chance < 10) return this.take();
    return this.restingCount < resting ? this.rest() : chance < 20 ? this.rest() : this.cancel();
  }

  /** Cancels any order that rests. */
  cancel(): Cancel {
    const chosen = this.#resting[this.#below(this.#resting.length)];
    if (chosen === undefined) throw new Error('no order rests');
    this.#forget(chosen.order);
    return { kind: 'cancel', order: chosen.order, user: chosen.user };
  }

  #forget(order: number): void {
    const place = this.#places.get(order);
    const last = this.#resting.pop();
    if (place === undefined || last === undefined) throw new Error('an order that goes rested');
    this.#places.delete(order);
    if (last.order === order) return;
    this.#resting[place] = last;
    this.#places.set(last.order, place);
  }

  /** A number that looks random, from 0 to before `end` (xorshift). */
  #below(end: number): number {
    this.#seed ^= this.#seed << 13;
    this.#seed ^= this.#seed >>> 17;
    this.#seed ^= this.#seed << 5;
    return (this.#seed >>> 0) % end;
  }
}
