import { assert } from '@fulcrum/log';
import type { Records } from '@fulcrum/memory';
import { digest, IndexedHeap } from '@fulcrum/memory';
import type { Instrument } from '../messages/instrument.ts';
import type { Side } from '../numbers/money.ts';
import type { HeldTick, Quote } from '../prices/quote.ts';
import { hasLaterSettings, laterSettings } from '../rules/instrument.ts';
import type { QuoteRecord } from '../snapshot/snapshot.ts';
import type { Order } from './order.ts';
import { ORDER_LAYOUT } from './order-fields.ts';
import type { Orders } from './orders.ts';
import type { PendingOrders } from './pending/pending-orders.ts';
import { WaitingBook } from './pending/waiting-book.ts';
import { TrailingBook } from './trailing/trailing-book.ts';
import type { TrailingNotes } from './trailing/trailing-notes.ts';

/** What decides at which prices something happens to an order. */
type Levels = Pick<Order, 'side' | 'liquidationPrice' | 'stopLoss' | 'takeProfit'>;

/**
 * The open orders of one side of one asset, by the price at which something happens to them next. A tick looks at the
 * nearest stop and the nearest target and is done when neither is due.
 */
class TriggerBook {
  /** Falling prices fire a buy's stops and a sell's targets: these are kept under the negated price. */
  readonly #stopSign: 1 | -1;
  readonly #stops: IndexedHeap;
  readonly #targets: IndexedHeap;

  constructor(side: Side, records: Records) {
    this.#stopSign = side === 'buy' ? -1 : 1;
    this.#stops = new IndexedHeap(records, ORDER_LAYOUT.places.stopPlace);
    this.#targets = new IndexedHeap(records, ORDER_LAYOUT.places.targetPlace);
  }

  add(slot: number, { side, liquidationPrice, stopLoss, takeProfit }: Levels): void {
    const stop =
      side === 'buy'
        ? Math.max(liquidationPrice, stopLoss ?? 0)
        : Math.min(liquidationPrice, stopLoss ?? Number.POSITIVE_INFINITY);
    this.#stops.add(this.#stopSign * stop, slot);
    if (takeProfit !== undefined) this.#targets.add(-this.#stopSign * takeProfit, slot);
  }

  remove(slot: number): void {
    this.#stops.remove(slot);
    if (this.#targets.has(slot)) this.#targets.remove(slot);
  }

  isDue(price: number): boolean {
    return this.#stops.nextKey <= this.#stopSign * price || this.#targets.nextKey <= -this.#stopSign * price;
  }

  /** An order is due once: at one price its target and its stop cannot both be reached. */
  *due(price: number): Generator<number> {
    yield* this.#stops.due(this.#stopSign * price);
    yield* this.#targets.due(-this.#stopSign * price);
  }
}

/** One instrument with its last quote and the trigger books of its open orders. */
export class Market {
  /** Counts the markets of this state. */
  readonly number: number;
  /** Stands for the asset in the state's hash. */
  readonly assetHash: number;
  instrument: Instrument;
  /** While a tick is held the quote counts as stale. */
  held: HeldTick | undefined;
  /** Counts the changes of the quote's prices. */
  quoteNumber = 0;
  /** Changed in place, so that a tick leaves no garbage. */
  #quote: { bid: number; ask: number; time: number } | undefined;
  readonly #buys: TriggerBook;
  readonly #sells: TriggerBook;
  readonly trailingBuys: TrailingBook;
  readonly trailingSells: TrailingBook;
  /** The orders that wait for its price. */
  readonly waiting: WaitingBook;

  constructor(number: number, instrument: Instrument, orders: Orders, pending: PendingOrders, notes: TrailingNotes) {
    this.number = number;
    this.assetHash = Number.parseInt(digest(instrument.asset).slice(0, 8), 16);
    this.instrument = instrument;
    this.#buys = new TriggerBook('buy', orders.records);
    this.#sells = new TriggerBook('sell', orders.records);
    this.trailingBuys = new TrailingBook('buy', this, orders, notes);
    this.trailingSells = new TrailingBook('sell', this, orders, notes);
    this.waiting = new WaitingBook(pending);
  }

  /** The current quote, always the same object: copy it to keep it. Undefined before the first tick. */
  get quote(): Quote | undefined {
    return this.#quote;
  }

  setQuote(bid: number, ask: number, time: number): void {
    if (this.#quote?.bid !== bid || this.#quote.ask !== ask) this.quoteNumber += 1;
    this.#quote ??= { bid, ask, time };
    this.#quote.bid = bid;
    this.#quote.ask = ask;
    this.#quote.time = time;
    this.trailingBuys.move(bid);
    this.trailingSells.move(ask);
  }

  add(slot: number, levels: Levels): void {
    this.#bookOf(levels.side).add(slot, levels);
  }

  remove(slot: number, side: Side): void {
    this.#bookOf(side).remove(slot);
  }

  /** Whether something happens to an order at the current quote. */
  get hasTriggered(): boolean {
    const quote = this.#quote;
    if (quote === undefined) return false;
    const { bid, ask } = quote;
    return (
      this.#buys.isDue(bid) || this.#sells.isDue(ask) || this.trailingBuys.isDue(bid) || this.trailingSells.isDue(ask)
    );
  }

  /** Whether an order that waits has its price. */
  get hasReached(): boolean {
    return this.#quote !== undefined && this.waiting.isDue(this.#quote);
  }

  /** The slots of the orders that wait and have their price, in no particular order. */
  reached(): Iterable<number> {
    return this.#quote === undefined ? [] : this.waiting.due(this.#quote);
  }

  /**
   * The slots of the orders to which something happens at the current quote, in no particular order. One that trails may be
   * among them twice.
   */
  *triggered(): Generator<number> {
    if (this.#quote === undefined) return;
    const { bid, ask } = this.#quote;
    yield* this.#buys.due(bid);
    yield* this.#sells.due(ask);
    yield* this.trailingBuys.due(bid);
    yield* this.trailingSells.due(ask);
  }

  trailingOf(side: Side): TrailingBook {
    return side === 'buy' ? this.trailingBuys : this.trailingSells;
  }

  #bookOf(side: Side): TriggerBook {
    return side === 'buy' ? this.#buys : this.#sells;
  }
}

/** A copy of the quote, as it is kept in a snapshot. */
export function quoteRecord({ instrument, quote }: Market): QuoteRecord {
  assert(quote !== undefined, 'a quote never goes away');
  return { asset: instrument.asset, ...quote };
}

/** The text that stands for a market in the state's hash. Settings that older versions do not know are left out unless they are set. */
export function marketHashText({ instrument, quote, held }: Market): string {
  const { asset, priceDecimals, quantityDecimals, minQuantity, maxQuantity, maxLeverage, maxQuoteAgeMs } = instrument;
  const settings = [asset, priceDecimals, quantityDecimals, minQuantity, maxQuantity, maxLeverage, maxQuoteAgeMs];
  const later = hasLaterSettings(instrument) ? [JSON.stringify([laterSettings(instrument), held])] : [];
  return [...settings, quote?.bid ?? '', quote?.ask ?? '', quote?.time ?? '', ...later].join('|');
}
