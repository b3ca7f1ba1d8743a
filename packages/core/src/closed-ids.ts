import { CLOSED_ID_AGE_MS } from './limits.ts';
import type { Orders } from './orders.ts';
import { NONE } from './records.ts';

export interface ClosedIdRecord {
  readonly orderId: string;
  readonly userId: string;
  /** Milliseconds of log time. */
  readonly closedAt: number;
}

/** The orders closed in the last ten minutes, in the order of closing, because log time never goes back. */
export class ClosedIds {
  readonly #orders: Orders;
  #first = NONE;
  #last = NONE;
  /** When the first of them expires, in milliseconds of log time. */
  #nextExpiry = Number.POSITIVE_INFINITY;

  constructor(orders: Orders) {
    this.#orders = orders;
  }

  /** Takes a closed order, which is in no list. */
  add(slot: number): void {
    this.#orders.linkAfter(this.#last, slot);
    this.#last = slot;
    if (this.#first === NONE) this.#startWith(slot);
  }

  /** Takes out the oldest one if it was closed more than ten minutes before `now`, or else returns NONE. */
  takeExpired(now: number): number {
    if (this.#nextExpiry >= now) return NONE;
    const slot = this.#first;
    this.#startWith(this.#orders.next(slot));
    this.#orders.unlink(slot);
    return slot;
  }

  #startWith(slot: number): void {
    this.#first = slot;
    if (slot === NONE) this.#last = NONE;
    this.#nextExpiry = slot === NONE ? Number.POSITIVE_INFINITY : this.#orders.closedAt(slot) + CLOSED_ID_AGE_MS;
  }
}
