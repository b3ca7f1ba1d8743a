import type { BookChanges } from '../book/book-changes.ts';
import { BookSide } from '../book/book-side.ts';
import { LastPrices } from '../book/last-prices.ts';
import type { Levels } from '../book/levels.ts';
import type { MarketSettings } from '../messages/settings.ts';
import type { MarketRecord } from '../snapshot/records.ts';
import type { Asset } from './assets.ts';

/** A market with its book. */
export class Market {
  /** Counts the markets of this state. */
  readonly number: number;
  readonly base: Asset;
  readonly quote: Asset;
  readonly bids: BookSide;
  readonly asks: BookSide;
  readonly lastPrices = new LastPrices();
  settings: MarketSettings;
  /** The number of the last trade, from 1. */
  tradeId = 0;
  /** The number of the last event that told changes of the book, from 1. */
  updateId = 0;
  /** Whether it changed since the last snapshot point. */
  isChanged = true;

  constructor(
    number: number,
    settings: MarketSettings,
    base: Asset,
    quote: Asset,
    parts: { readonly levels: Levels; readonly changes: BookChanges },
  ) {
    this.number = number;
    this.settings = written(settings);
    this.base = base;
    this.quote = quote;
    this.bids = new BookSide('buy', number, parts.levels, parts.changes);
    this.asks = new BookSide('sell', number, parts.levels, parts.changes);
  }

  /** Replaces the settings that may change. */
  set(settings: MarketSettings): void {
    this.settings = written(settings);
    this.isChanged = true;
  }

  /** Counts a trade, which moves the reference price. */
  noteTrade(price: number): void {
    this.tradeId += 1;
    this.lastPrices.add(price);
    this.isChanged = true;
  }

  /** Counts an input that changed the book. */
  noteUpdate(): void {
    this.updateId += 1;
    this.isChanged = true;
  }

  /** As a snapshot keeps it. */
  record(): MarketRecord {
    const { number, settings, tradeId, updateId } = this;
    return { number, settings, tradeId, updateId, lastPrices: this.lastPrices.list() };
  }

  /** Takes the figures of a snapshot. */
  restore(figures: MarketRecord): void {
    this.tradeId = figures.tradeId;
    this.updateId = figures.updateId;
    for (const price of figures.lastPrices) this.lastPrices.add(price);
  }

  /** What a quantity costs at a price, in units of the quote asset. It is not safe where it is larger than a safe integer. */
  notional(price: number, quantity: number): number {
    return price * quantity * this.settings.notionalUnits;
  }

  /** A quantity in units of the base asset. */
  baseUnits(quantity: number): number {
    return quantity * this.settings.lotUnits;
  }
}

/**
 * The same settings, written out as one object. One that was put together field by field is kept as a table, and every order
 * looks at a dozen of them.
 */
function written(settings: MarketSettings): MarketSettings {
  return {
    market: settings.market,
    base: settings.base,
    quote: settings.quote,
    priceDecimals: settings.priceDecimals,
    quantityDecimals: settings.quantityDecimals,
    tickSize: settings.tickSize,
    stepSize: settings.stepSize,
    minPrice: settings.minPrice,
    maxPrice: settings.maxPrice,
    minQuantity: settings.minQuantity,
    maxQuantity: settings.maxQuantity,
    minNotional: settings.minNotional,
    makerFeePpm: settings.makerFeePpm,
    takerFeePpm: settings.takerFeePpm,
    minMultiplierBps: settings.minMultiplierBps,
    maxMultiplierBps: settings.maxMultiplierBps,
    minImpactBps: settings.minImpactBps,
    maxImpactBps: settings.maxImpactBps,
    maxOpenOrders: settings.maxOpenOrders,
    mode: settings.mode,
    baseDecimals: settings.baseDecimals,
    quoteDecimals: settings.quoteDecimals,
    lotUnits: settings.lotUnits,
    notionalUnits: settings.notionalUnits,
  };
}
