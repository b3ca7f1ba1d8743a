import type { Instrument } from './instrument.ts';
import type { Side } from './money.ts';
import type { Order } from './order.ts';
import { TriggerHeap } from './trigger-heap.ts';

/** The last valid tick. Prices are in grid units, `time` is its log time in milliseconds. */
export interface Quote {
  readonly bid: number;
  readonly ask: number;
  readonly time: number;
}

/** A buy closes at the bid, a sell at the ask. */
export function closingPrice(side: Side, quote: Quote): number {
  return side === 'buy' ? quote.bid : quote.ask;
}

/** A buy opens at the ask, a sell at the bid. */
export function openingPrice(side: Side, quote: Quote): number {
  return side === 'buy' ? quote.ask : quote.bid;
}

/** Whether a price is as good as the level or better, for somebody who closes at it. */
export function hasReachedTarget(side: Side, price: number, level: number): boolean {
  return side === 'buy' ? price >= level : price <= level;
}

/** Whether a price is as bad as the level or worse, for somebody who closes at it. */
export function hasReachedStop(side: Side, price: number, level: number): boolean {
  return side === 'buy' ? price <= level : price >= level;
}

/**
 * The open orders of one side of one asset, by the price at which something happens to them next. A tick looks at the
 * nearest stop and the nearest target and is done when neither is due.
 */
class TriggerBook {
  /** Falling prices fire a buy's stops and a sell's targets: these are kept under the negated price. */
  readonly #stopSign: 1 | -1;
  readonly #stops = new TriggerHeap<Order>();
  readonly #targets = new TriggerHeap<Order>();

  constructor(side: Side) {
    this.#stopSign = side === 'buy' ? -1 : 1;
  }

  add(order: Order): void {
    const { liquidationPrice, stopLoss, takeProfit, side } = order;
    const stop =
      side === 'buy'
        ? Math.max(liquidationPrice, stopLoss ?? 0)
        : Math.min(liquidationPrice, stopLoss ?? Number.POSITIVE_INFINITY);
    order.stopTrigger = this.#stops.add(this.#stopSign * stop, order);
    if (takeProfit !== undefined) order.targetTrigger = this.#targets.add(-this.#stopSign * takeProfit, order);
  }

  remove(order: Order): void {
    if (order.stopTrigger !== undefined) this.#stops.remove(order.stopTrigger);
    if (order.targetTrigger !== undefined) this.#targets.remove(order.targetTrigger);
    order.stopTrigger = undefined;
    order.targetTrigger = undefined;
  }

  isDue(price: number): boolean {
    return this.#stops.nextKey <= this.#stopSign * price || this.#targets.nextKey <= -this.#stopSign * price;
  }

  due(price: number): Order[] {
    return [...this.#stops.due(this.#stopSign * price), ...this.#targets.due(-this.#stopSign * price)];
  }
}

/** One instrument with its last quote and the trigger books of its open orders. */
export class Market {
  instrument: Instrument;
  quote: Quote | undefined;
  readonly #books = { buy: new TriggerBook('buy'), sell: new TriggerBook('sell') };

  constructor(instrument: Instrument) {
    this.instrument = instrument;
  }

  add(order: Order): void {
    this.#books[order.side].add(order);
  }

  remove(order: Order): void {
    this.#books[order.side].remove(order);
  }

  /** The orders to which something happens at this quote, in the order in which they were opened. */
  triggered(quote: Quote): readonly Order[] {
    const { buy, sell } = this.#books;
    if (!buy.isDue(quote.bid) && !sell.isDue(quote.ask)) return NONE;
    return [...buy.due(quote.bid), ...sell.due(quote.ask)].sort((a, b) => a.number - b.number);
  }
}

const NONE: readonly Order[] = [];
