import type { TapePast } from '@fulcrum/db';
import { formatDecimal } from '@fulcrum/log';
import type { EventJson, MarketSettings } from '@fulcrum/matching';
import type { Span } from '../past/intervals.ts';
import { Bars, type Figures } from './bars.ts';

type Fill = EventJson<'fill'>;

/** What is told of a trade. */
export type TapeTrade = Pick<Fill, 'tradeId' | 'price' | 'quantity' | 'quoteQuantity' | 'takerSide' | 'time'>;

/** The most trades that one answer holds. */
export const MAX_TRADES = 1_000;

const MINUTE_MS = 60_000;
const HOUR_MS = 60 * MINUTE_MS;
/** A day of minutes, and hours for the longest month. */
export const MINUTES = 24 * 60;
export const HOURS = 32 * 24;

/** How far back a ticker looks: a day to the minute, and a week to the hour. */
export const TICKER_INTERVALS = ['1d', '1w'] as const;
export type TickerInterval = (typeof TICKER_INTERVALS)[number];

const WEEK_HOURS = 7 * 24;

/** The most trades that are kept apart while the past is awaited: it has to reach up to the oldest of them. */
const MAX_AWAITING = 100_000;

/** The trades of one market: the last ones, and what they did in the last minutes and hours. */
class MarketTape {
  readonly minutes = new Bars(MINUTE_MS, MINUTES);
  readonly hours = new Bars(HOUR_MS, HOURS);
  /** The oldest first. Twice as many as are told, at most, so that they are not moved with each trade. */
  trades: TapeTrade[] = [];
  /** What was told of the last day or week, and from when on that is. */
  readonly #told = new Map<TickerInterval, { readonly start: number; readonly figures: Figures | undefined }>();

  take(trade: TapeTrade): void {
    this.#told.clear();
    const { time } = trade;
    const figures = { price: unitsOf(trade.price), quantity: unitsOf(trade.quantity), time };
    for (const bars of [this.minutes, this.hours])
      bars.take({ ...figures, quoteQuantity: unitsOf(trade.quoteQuantity) });
    this.trades.push(trade);
    if (this.trades.length >= 2 * MAX_TRADES) this.trades = this.trades.slice(-MAX_TRADES);
  }

  /** It is worked out once for each trade, minute or hour: anybody may ask for it, and for all markets at once. */
  last(interval: TickerInterval, now: number): Figures | undefined {
    const bars = interval === '1d' ? this.minutes : this.hours;
    const span = bars.spanUpTo(now, interval === '1d' ? MINUTES : WEEK_HOURS);
    const told = this.#told.get(interval);
    if (told?.start === span.start) return told.figures;
    const figures = bars.joined(span);
    this.#told.set(interval, { start: span.start, figures });
    return figures;
  }
}

/** The trades of each market: those that this process has seen, and those before that are recorded. */
export class Tape {
  readonly #markets = new Map<string, MarketTape>();
  /** What has come since the past of a market is awaited. */
  readonly #awaiting = new Map<string, TapeTrade[]>();
  readonly #maxAwaiting: number;

  /** @param maxAwaiting the most trades of a market that are kept apart while its past is awaited. */
  constructor(maxAwaiting = MAX_AWAITING) {
    this.#maxAwaiting = maxAwaiting;
  }

  take(fill: Fill): void {
    const { market } = fill;
    const awaiting = this.#awaiting.get(market);
    awaiting?.push(fill);
    if (awaiting !== undefined && awaiting.length > this.#maxAwaiting)
      awaiting.splice(0, awaiting.length - Math.ceil(this.#maxAwaiting / 2));
    this.#of(market).take(fill);
  }

  /** Keeps apart what comes from now on, until the past of a market is put before it. */
  await(market: string): void {
    this.#awaiting.set(market, []);
  }

  /**
   * Puts the recorded past before the trades that have come since. Where both have a trade, the recorded one counts.
   *
   * @returns whether that is done, or not awaited any more: a past that leaves a gap is not put.
   */
  putBefore({ market, priceDecimals, quantityDecimals, quoteDecimals }: MarketSettings, past: TapePast): boolean {
    const awaiting = this.#awaiting.get(market);
    if (awaiting === undefined) return true;
    const [oldest] = awaiting;
    if (oldest !== undefined && Number(past.trades[0]?.tradeId ?? 0) + 1 < oldest.tradeId) return false;
    this.#awaiting.delete(market);
    const tape = new MarketTape();
    for (const { seconds, start, ...candle } of past.candles)
      (seconds === 60 ? tape.minutes : tape.hours).add(Number(start), figuresOf(candle));
    tape.trades = past.trades.toReversed().map(({ tradeId, price, quantity, quoteQuantity, takerSide, tradedAt }) => ({
      ...{ tradeId: Number(tradeId), takerSide, time: Number(tradedAt), price: formatDecimal(price, priceDecimals) },
      quantity: formatDecimal(quantity, quantityDecimals),
      quoteQuantity: formatDecimal(quoteQuantity, quoteDecimals),
    }));
    const last = tape.trades.at(-1)?.tradeId ?? 0;
    for (const trade of awaiting) if (trade.tradeId > last) tape.take(trade);
    this.#markets.set(market, tape);
    return true;
  }

  /** There is no past to be had. */
  giveUp(market: string): void {
    this.#awaiting.delete(market);
  }

  /** The last trades of a market, the newest first. */
  trades(market: string, limit: number, offset = 0): TapeTrade[] {
    const trades = this.#markets.get(market)?.trades ?? [];
    const end = Math.max(0, trades.length - offset);
    return trades.slice(Math.max(0, end - limit), end).reverse();
  }

  /** What the trades of the last day or week did, in the market's units; undefined when there were none. */
  last(market: string, interval: TickerInterval, now: number): Figures | undefined {
    return this.#markets.get(market)?.last(interval, now);
  }

  /** What trades did in a span that ended a moment ago, or has yet to. It goes back by a month at most. */
  candle(market: string, span: Span, now: number): Figures | undefined {
    const tape = this.#markets.get(market);
    if (tape === undefined) return undefined;
    const isRecent = span.start >= tape.minutes.spanUpTo(now).start;
    return (isRecent ? tape.minutes : tape.hours).joined(span);
  }

  /** Forgets all: the trades come once more. */
  clear(): void {
    this.#markets.clear();
    this.#awaiting.clear();
  }

  #of(market: string): MarketTape {
    const known = this.#markets.get(market);
    if (known !== undefined) return known;
    const tape = new MarketTape();
    this.#markets.set(market, tape);
    return tape;
  }
}

function figuresOf(candle: Omit<TapePast['candles'][number], 'seconds' | 'start'>): Figures {
  const { open, high, low, close, volume, quoteVolume, trades } = candle;
  const prices = { first: Number(open), last: Number(close), high: Number(high), low: Number(low) };
  return {
    ...{ ...prices, trades: Number(trades) },
    ...{ volume: BigInt(volume.toFixed(0)), quoteVolume: BigInt(quoteVolume.toFixed(0)) },
  };
}

/** Figures of a market are printed with as many digits as its units have. */
function unitsOf(figure: string): number {
  return Number(figure.replace('.', ''));
}
