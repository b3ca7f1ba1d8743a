import { formatDecimal } from '@fulcrum/log';
import type { LevelRow } from '@fulcrum/matching';
import type { Book } from '../core/book.ts';
import type { Listing } from '../listing/listing.ts';
import { toMarket, toTicker, toTrade } from './market-answers.ts';
import type { Tape, TickerInterval } from './tape.ts';

export interface MarketParts {
  readonly book: Book;
  readonly tape: Tape;
  readonly listing: Listing;
  readonly nowMs: () => number;
  readonly notReady: () => string | undefined;
}

/** What anybody may know of the markets. */
export class MarketController {
  readonly #parts: MarketParts;

  constructor(parts: MarketParts) {
    this.#parts = parts;
  }

  status() {
    const reason = this.#parts.notReady();
    return reason === undefined ? { status: 'Ok', message: null } : { status: 'Maintenance', message: reason };
  }

  time(): string {
    return String(Math.floor(this.#parts.nowMs()));
  }

  /** Nothing can be paid in or out: the money is for demonstration. */
  assets() {
    const { book, listing } = this.#parts;
    const none = { minimumDeposit: '0', minimumWithdrawal: '0', maximumWithdrawal: null, withdrawalFee: '0' };
    return book.reads.assets().map(({ asset }) => ({
      symbol: asset,
      displayName: listing.displayName(asset),
      coingeckoId: null,
      tokens: [
        {
          displayName: listing.displayName(asset),
          blockchain: 'Demo',
          contractAddress: null,
          depositEnabled: false,
          withdrawEnabled: false,
          ...none,
        },
      ],
    }));
  }

  markets() {
    const { book, listing } = this.#parts;
    return book.reads.markets().map((market) => toMarket(market, listing.createdAt(market.market)));
  }

  market(symbol: string) {
    const { settings } = this.#parts.book.market(symbol);
    return toMarket(settings, this.#parts.listing.createdAt(symbol));
  }

  ticker(symbol: string, interval: TickerInterval) {
    const { book, tape, nowMs } = this.#parts;
    return toTicker(book.market(symbol).settings, tape.last(symbol, interval, nowMs()));
  }

  tickers(interval: TickerInterval) {
    const { book, tape, nowMs } = this.#parts;
    return book.reads.markets().map((market) => toTicker(market, tape.last(market.market, interval, nowMs())));
  }

  /** As at Backpack both sides are in the order of their prices: the best bid is the last one. */
  depth(symbol: string, limit: number) {
    const { book, nowMs } = this.#parts;
    const { settings, updateId } = book.market(symbol);
    const rows = (levels: readonly LevelRow[] | undefined) =>
      (levels ?? []).map(([price, quantity]) => [
        formatDecimal(price, settings.priceDecimals),
        formatDecimal(quantity, settings.quantityDecimals),
      ]);
    return {
      asks: rows(book.reads.levels(symbol, 'sell', limit)),
      bids: rows(book.reads.levels(symbol, 'buy', limit)).reverse(),
      lastUpdateId: String(updateId),
      timestamp: Math.floor(nowMs() * 1_000),
    };
  }

  trades(symbol: string, limit: number) {
    const { book, tape } = this.#parts;
    book.market(symbol);
    return tape.trades(symbol, limit).map(toTrade);
  }
}
