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
/** So many orders one flow may have, and at a time. */
const MOST_ORDERS = 2 ** 25;
const MOST_RESTING = 2 ** 18;

/** Makes operations, and keeps track of which orders rest. The same calls give the same operations. */
export class Flow {
  #seed = 0x2545f491;
  #nextOrder = 1;
  /** The orders that rest, in any order, and whose they are. All lists are outside the sight of the garbage collector. */
  readonly #resting = new Uint32Array(MOST_RESTING);
  readonly #users = new Uint32Array(MOST_RESTING);
  #restingCount = 0;
  /** Where each of them stands in these lists, by its number. */
  readonly #places = new Uint32Array(MOST_ORDERS);
  readonly #ticks: number;

  /** @param ticks on how many prices the orders of a side rest. */
  constructor(ticks: number) {
    this.#ticks = ticks;
  }

  get restingCount(): number {
    return this.#restingCount;
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
    this.#put(order.order, order.user);
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
    if (this.#restingCount === 0) throw new Error('no order rests');
    const place = this.#below(this.#restingCount);
    const order = this.#resting[place] as number;
    const user = this.#users[place] as number;
    this.#forget(order);
    return { kind: 'cancel', order, user };
  }

  #put(order: number, user: number): void {
    if (order >= MOST_ORDERS || this.#restingCount >= MOST_RESTING) throw new Error('the flow is too long');
    this.#resting[this.#restingCount] = order;
    this.#users[this.#restingCount] = user;
    this.#places[order] = this.#restingCount;
    this.#restingCount += 1;
  }

  #forget(order: number): void {
    const place = this.#places[order] as number;
    if (this.#resting[place] !== order) throw new Error('an order that goes rested');
    this.#restingCount -= 1;
    const last = this.#restingCount;
    this.#resting[place] = this.#resting[last] as number;
    this.#users[place] = this.#users[last] as number;
    this.#places[this.#resting[place] as number] = place;
    this.#resting[last] = 0;
  }

  /** A number that looks random, from 0 to before `end` (xorshift). */
  #below(end: number): number {
    this.#seed ^= this.#seed << 13;
    this.#seed ^= this.#seed >>> 17;
    this.#seed ^= this.#seed << 5;
    return (this.#seed >>> 0) % end;
  }
}
