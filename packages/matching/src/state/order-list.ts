import { NONE, type Records } from '@fulcrum/memory';

/** Where the ends of a list stand in its owner's record, and an order's neighbours in the order's. */
export interface ListPlaces {
  readonly first: number;
  readonly last: number;
  readonly previous: number;
  readonly next: number;
}

/**
 * Orders in the order in which they came: those at a price, or those of a user. Each has its neighbours in its own record, so
 * that any of them leaves without a search.
 */
export class OrderList {
  readonly #owners: Records;
  readonly #orders: Records;
  readonly #first: number;
  readonly #last: number;
  readonly #previous: number;
  readonly #next: number;

  constructor(owners: Records, orders: Records, { first, last, previous, next }: ListPlaces) {
    this.#owners = owners;
    this.#orders = orders;
    this.#first = first;
    this.#last = last;
    this.#previous = previous;
    this.#next = next;
  }

  /** Puts an order behind the others. */
  append(owner: number, order: number): void {
    const { words } = this.#owners.views(owner);
    const at = this.#owners.offset(owner);
    const last = words[at + this.#last] as number;
    this.#orders.setWord(order, this.#previous, last);
    if (last === NONE) words[at + this.#first] = order;
    else this.#orders.setWord(last, this.#next, order);
    words[at + this.#last] = order;
  }

  /** Takes an order out. It keeps its own neighbours, which mean nothing any more. */
  takeOut(owner: number, order: number): void {
    const { words } = this.#owners.views(owner);
    const at = this.#owners.offset(owner);
    const orders = this.#orders;
    const previous = orders.word(order, this.#previous);
    const next = orders.word(order, this.#next);
    if (previous === NONE) words[at + this.#first] = next;
    else orders.setWord(previous, this.#next, next);
    if (next === NONE) words[at + this.#last] = previous;
    else orders.setWord(next, this.#previous, previous);
  }
}
