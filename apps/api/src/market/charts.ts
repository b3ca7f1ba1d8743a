import { type Database, readCandles } from '@fulcrum/db';
import { Problem } from '@fulcrum/http';
import type { InstrumentSettings } from '@fulcrum/instruments';
import type { KlinesQuery } from '../http/schemas.ts';
import { klineRange, toKline } from './klines.ts';
import type { MarketView } from './market-view.ts';
import { ShortLivedCache } from './short-lived-cache.ts';
import { toTicker } from './ticker.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 1_440 * MINUTE_MS;

/** Tickers are computed at most once in this time. */
const TICKERS_MS = 1_000;

/** Reads the candles that the recorder has made. */
export class Charts {
  readonly #db: Database;
  readonly #shard: number;
  readonly #market: MarketView;
  readonly #tickers = new ShortLivedCache(TICKERS_MS, () => this.#readTickers());

  /** @param db has connections of its own: anybody may ask for charts, and orders must not wait behind them. */
  constructor(db: Database, shard: number, market: MarketView) {
    this.#db = db;
    this.#shard = shard;
    this.#market = market;
  }

  /** @throws Problem when there is no such instrument, or the range is too long. */
  async klines(query: KlinesQuery) {
    const instrument = this.#market.instrument(query.symbol);
    if (instrument === undefined) throw new Problem(404, 'unknown_asset', 'There is no such instrument.');
    const range = klineRange(query, Date.now());
    const candles = await readCandles(this.#db, this.#shard, range);
    return candles.map((candle) => toKline(candle, range.step, instrument.priceDecimals));
  }

  /** The last 24 hours of each instrument that had a price in them, to the minute. */
  tickers() {
    return this.#tickers.get();
  }

  async #readTickers() {
    const from = Math.ceil((Date.now() - DAY_MS) / MINUTE_MS) * MINUTE_MS;
    return (await Promise.all(this.#market.instruments().map((instrument) => this.#ticker(instrument, from)))).flat();
  }

  /** Made of minutes also where hours would do, in one minute of each hour: `since` would otherwise be of the hour then. */
  async #ticker({ asset, priceDecimals }: InstrumentSettings, from: number) {
    const candles = await readCandles(this.#db, this.#shard, {
      asset,
      from,
      to: from + DAY_MS,
      step: DAY_MS,
      tier: 60,
    });
    return candles.map((candle) => toTicker(candle, asset, priceDecimals));
  }
}
