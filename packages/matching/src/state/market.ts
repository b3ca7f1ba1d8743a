import type { BookChanges } from '../book/book-changes.ts';
import { BookSide } from '../book/book-side.ts';
import { LastPrices } from '../book/last-prices.ts';
import type { Levels } from '../book/levels.ts';
import type { MarketSettings } from '../messages/settings.ts';
import type { Asset } from './assets.ts';
import type { Orders } from './orders.ts';

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
  /** Whether it is in the list of those that changed since the last snapshot point. */
  isChanged = false;

  constructor(
    number: number,
    settings: MarketSettings,
    base: Asset,
    quote: Asset,
    parts: { readonly levels: Levels; readonly orders: Orders; readonly changes: BookChanges },
  ) {
    this.number = number;
    this.settings = settings;
    this.base = base;
    this.quote = quote;
    this.bids = new BookSide('buy', parts.levels, parts.orders, parts.changes);
    this.asks = new BookSide('sell', parts.levels, parts.orders, parts.changes);
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
