import { compareLogIds, type Instrument, LOG_START, type LogId, logTime, parsePrice, type Quote } from '@fulcrum/core';
import { bookTickerStream, type PriceTick, priceTickSchema } from '@fulcrum/protocol';
import type { Entry } from '@fulcrum/streams';
import { tickerFrame, updateIdOf } from './ticker.ts';

/** Somebody who wants an asset's ticks. */
export interface TickListener {
  sendLatest(stream: string, frame: Buffer): void;
}

/** One asset: its latest tick, and who wants the next. */
class AssetPrices {
  readonly listeners = new Set<TickListener>();
  id: LogId = LOG_START;
  updateId = 0;
  bid = '';
  ask = '';
  frame: Buffer | undefined;
}

/** The latest tick of every asset, and those who follow it. */
export class Prices {
  readonly #assets = new Map<string, AssetPrices>();
  readonly #onInvalid: (id: LogId) => void;
  #changed = new Set<string>();

  constructor(onInvalid: (id: LogId) => void) {
    this.#onInvalid = onInvalid;
  }

  /** An asset is known once it was set up or had a tick. */
  isKnown(asset: string): boolean {
    return this.#assets.has(asset);
  }

  learn(asset: string): void {
    this.#pricesOf(asset);
  }

  /** Takes an entry of price-stream. One that was taken before changes nothing. */
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
    prices.bid = tick.bid;
    prices.ask = tick.ask;
    prices.frame = tickerFrame(tick, id, prices.updateId);
    this.#changed.add(tick.asset);
    const stream = bookTickerStream(tick.asset);
    for (const listener of prices.listeners) listener.sendLatest(stream, prices.frame);
  }

  /** Sends the latest tick at once, and every later one as it comes. */
  subscribe(asset: string, listener: TickListener): void {
    const prices = this.#pricesOf(asset);
    prices.listeners.add(listener);
    if (prices.frame !== undefined) listener.sendLatest(bookTickerStream(asset), prices.frame);
  }

  unsubscribe(asset: string, listener: TickListener): void {
    this.#assets.get(asset)?.listeners.delete(listener);
  }

  /** The latest tick on an instrument's grid; undefined when there is none, or when the engine would ignore it. */
  quote(instrument: Instrument): Quote | undefined {
    const prices = this.#assets.get(instrument.asset);
    if (prices?.frame === undefined) return undefined;
    const bid = parsePrice(prices.bid, instrument);
    const ask = parsePrice(prices.ask, instrument);
    if (bid === undefined || ask === undefined || ask < bid) return undefined;
    return { bid, ask, time: logTime(prices.id) };
  }

  /** The assets that had a tick since the last call. */
  takeChanged(): ReadonlySet<string> {
    const changed = this.#changed;
    this.#changed = new Set();
    return changed;
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
