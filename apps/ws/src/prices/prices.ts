import { type Grid, parsePrice, type Quote } from '@fulcrum/cfd';
import type { InstrumentSettings } from '@fulcrum/instruments';
import { compareLogIds, type Entry, LOG_START, type LogId, logTime } from '@fulcrum/log';
import {
  bookTickerStream,
  type PriceHeldEvent,
  type PriceReleasedEvent,
  type PriceTick,
  priceTickSchema,
} from '@fulcrum/protocol';

import { AssetQuote } from './asset-quote.ts';
import { type BestPrices, RecentPrices, widened } from './price-range.ts';
import { tickerFrame, updateIdOf } from './ticker.ts';

/** A subscriber to an asset's ticks. */
export interface TickListener {
  sendLatest(stream: string, frame: Buffer): void;
}

/** What the prices of an asset were since they were asked for last. */
export interface PricesMeanwhile {
  /** Undefined where none counted. */
  readonly best: BestPrices | undefined;
  /** The best of the prices that came after a log time, of those that are a few seconds old at most. */
  bestAfter(time: number): BestPrices | undefined;
}

/** The assets whose quote may have changed. */
export type ChangedPrices = ReadonlyMap<string, PricesMeanwhile>;

/** One asset: its latest tick, and its subscribers. */
class AssetPrices {
  readonly listeners = new Set<TickListener>();
  readonly quote = new AssetQuote();
  readonly recent = new RecentPrices();
  id: LogId = LOG_START;
  updateId = 0;
  frame: Buffer | undefined;
}

/** The latest tick of every asset, and the subscribers to it. */
export class Prices {
  readonly #assets = new Map<string, AssetPrices>();
  readonly #onInvalid: (id: LogId) => void;
  readonly #isSettled: () => boolean;
  #changed = new Map<string, BestPrices | undefined>();

  /** @param isSettled whether it is known which prices the engine holds. Until then no tick is a quote. */
  constructor(onInvalid: (id: LogId) => void, isSettled: () => boolean = () => true) {
    this.#onInvalid = onInvalid;
    this.#isSettled = isSettled;
  }

  /** An asset is known once it was set up or had a tick. */
  isKnown(asset: string): boolean {
    return this.#assets.has(asset);
  }

  learn(settings: InstrumentSettings): void {
    this.#pricesOf(settings.asset).quote.set(settings);
  }

  /**
   * The engine holds a tick, or has released it.
   *
   * @param callback the entry in which it says so.
   */
  hold(event: PriceHeldEvent | PriceReleasedEvent, callback: LogId): void {
    const { quote } = this.#pricesOf(event.asset);
    if (event.type === 'price-held') quote.hold(event);
    else quote.release(logTime(callback));
    this.#noteChange(event.asset);
  }

  /** Takes an entry of price-stream. An entry that was taken before changes nothing. */
  apply({ id, fields }: Entry): void {
    const parsed = priceTickSchema.safeParse(fields);
    if (parsed.success) this.#applyTick(id, parsed.data);
    else this.#onInvalid(id);
  }

  #applyTick(id: LogId, tick: PriceTick): void {
    const prices = this.#pricesOf(tick.asset);
    if (compareLogIds(id, prices.id) <= 0) return;
    prices.id = id;
    prices.updateId = updateIdOf(id, prices.updateId);
    prices.quote.take({ ...tick, time: logTime(id) });
    prices.frame = tickerFrame(tick, id, prices.updateId);
    this.#noteChange(tick.asset);
    const stream = bookTickerStream(tick.asset);
    for (const listener of prices.listeners) listener.sendLatest(stream, prices.frame);
  }

  /** The listener is sent the latest tick at once, and every later one as it comes. */
  subscribe(asset: string, listener: TickListener): void {
    const prices = this.#pricesOf(asset);
    prices.listeners.add(listener);
    if (prices.frame !== undefined) listener.sendLatest(bookTickerStream(asset), prices.frame);
  }

  unsubscribe(asset: string, listener: TickListener): void {
    this.#assets.get(asset)?.listeners.delete(listener);
  }

  /**
   * The engine's quote on an instrument's grid: the latest tick that counts. Undefined when it is not known, or when the
   * engine would ignore the tick.
   */
  quote(instrument: Grid & { readonly asset: string }): Quote | undefined {
    const price = this.#assets.get(instrument.asset)?.quote.price;
    if (price === undefined || !this.#isSettled()) return undefined;
    const bid = parsePrice(price.bid, instrument);
    const ask = parsePrice(price.ask, instrument);
    if (bid === undefined || ask === undefined || ask < bid) return undefined;
    return { bid, ask, time: price.time };
  }

  /** What has changed since the last call. */
  takeChanged(): ChangedPrices {
    const changed = this.#changed;
    this.#changed = new Map();
    const meanwhile = ([asset, best]: [string, BestPrices | undefined]): [string, PricesMeanwhile] => {
      const { recent } = this.#pricesOf(asset);
      return [asset, { best, bestAfter: (time) => recent.bestAfter(time) }];
    };
    return new Map([...changed].map(meanwhile));
  }

  #noteChange(asset: string): void {
    const { quote, recent } = this.#pricesOf(asset);
    const price = this.#isSettled() ? quote.price : undefined;
    const best = this.#changed.get(asset);
    this.#changed.set(asset, price === undefined ? best : widened(best, price));
    if (price !== undefined) recent.note(price);
  }

  #pricesOf(asset: string): AssetPrices {
    let prices = this.#assets.get(asset);
    if (prices === undefined) {
      prices = new AssetPrices();
      this.#assets.set(asset, prices);
    }
    return prices;
  }
}
