import { IndexedHeap } from '@fulcrum/memory';
import type { Side } from '../../numbers/money.ts';
import type { Prices } from '../../prices/quote.ts';
import { PENDING_LAYOUT } from './pending-fields.ts';
import type { PendingOrders } from './pending-orders.ts';

/**
 * The pending orders of one asset, by the price that they wait for. Buys wait for the ask, and sells for the bid. What waits
 * for a falling price is kept under the negated one. A tick looks at the nearest of each kind.
 */
export class WaitingBook {
  readonly #orders: PendingOrders;
  /** Buy limits and buy stops. */
  readonly #askFalls: IndexedHeap;
  readonly #askRises: IndexedHeap;
  /** Sell stops and sell limits. */
  readonly #bidFalls: IndexedHeap;
  readonly #bidRises: IndexedHeap;

  constructor(orders: PendingOrders) {
    const heap = () => new IndexedHeap(orders.records, PENDING_LAYOUT.places.pricePlace);
    this.#orders = orders;
    [this.#askFalls, this.#askRises, this.#bidFalls, this.#bidRises] = [heap(), heap(), heap(), heap()];
  }

  add(slot: number): void {
    const price = this.#orders.priceOf(slot);
    const heap = this.#heapOf(slot);
    heap.add(heap === this.#askFalls || heap === this.#bidFalls ? -price : price, slot);
  }

  remove(slot: number): void {
    this.#heapOf(slot).remove(slot);
  }

  isDue({ bid, ask }: Prices): boolean {
    return (
      this.#askFalls.nextKey <= -ask ||
      this.#askRises.nextKey <= ask ||
      this.#bidFalls.nextKey <= -bid ||
      this.#bidRises.nextKey <= bid
    );
  }

  /** The slots of the orders that are reached, in no particular order. */
  *due({ bid, ask }: Prices): Generator<number> {
    yield* this.#askFalls.due(-ask);
    yield* this.#askRises.due(ask);
    yield* this.#bidFalls.due(-bid);
    yield* this.#bidRises.due(bid);
  }

  #heapOf(slot: number): IndexedHeap {
    const isStop = this.#orders.isStop(slot);
    if (this.#orders.isSell(slot)) return isStop ? this.#bidFalls : this.#bidRises;
    return isStop ? this.#askRises : this.#askFalls;
  }
}

/** Whether a pending order has its price: the ask is that of a buy, the bid that of a sell. */
export function hasReached(side: Side, orderType: 'limit' | 'stop', price: number, { bid, ask }: Prices): boolean {
  if (side === 'buy') return orderType === 'limit' ? ask <= price : ask >= price;
  return orderType === 'limit' ? bid >= price : bid <= price;
}
