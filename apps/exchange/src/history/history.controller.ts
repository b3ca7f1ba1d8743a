import { type Database, readFills, readPastOrders, readPastTrades, readVenueCandles } from '@fulcrum/db';
import type { Book } from '../core/book.ts';
import { venueProblem } from '../dialect/venue-problem.ts';
import { toTrade } from '../market-data/market-answers.ts';
import type { Tape } from '../market-data/tape.ts';
import { type Interval, type Span, spansBetween } from '../past/intervals.ts';
import { MAX_KLINES } from '../past/klines.ts';
import { toBookKline } from './book-klines.ts';
import { toFill, toPastOrder, toTapeTrade } from './history-answers.ts';

export interface HistoryParts {
  /** With connections of its own: nobody's key waits for a long list. */
  readonly db: Database;
  readonly shard: number;
  readonly book: Book;
  readonly tape: Tape;
  readonly nowMs: () => number;
}

/** Which part of a user's list is wanted. */
export interface ListRequest {
  readonly symbol?: string | undefined;
  readonly orderId?: string | undefined;
  readonly limit: number;
  readonly offset: number;
  readonly sortDirection: 'Asc' | 'Desc';
}

/** What is recorded of the order book. It is some moments behind; what is newest is taken out of memory. */
export class HistoryController {
  readonly #parts: HistoryParts;

  constructor(parts: HistoryParts) {
    this.#parts = parts;
  }

  /** @param from milliseconds, like `to`, which is now where it is absent. */
  async klines(symbol: string, interval: Interval, from: number, to?: number) {
    const { db, shard, book, nowMs } = this.#parts;
    const { settings } = book.market(symbol);
    const now = nowMs();
    const end = to ?? now;
    if (end <= from) throw venueProblem('INVALID_RANGE', 'startTime must be before endTime.');
    const spans = spansBetween(interval, from, end, MAX_KLINES);
    if (spans === undefined)
      throw venueProblem('INVALID_RANGE', `At most ${MAX_KLINES} klines may be asked for at a time.`);
    const begun = spans.filter(({ start }) => start <= now);
    if (begun.length === 0) return [];
    const recorded = await readVenueCandles(db, shard, symbol, begun);
    const byStart = new Map(recorded.map((candle) => [Number(candle.start), candle]));
    return begun.flatMap((span) => {
      const kline = toBookKline(settings, span, byStart.get(span.start), this.#newest(symbol, span, now));
      return kline === undefined ? [] : [kline];
    });
  }

  /** What the tape has of a span that the recorder may not have in full yet. */
  #newest(symbol: string, span: Span, now: number) {
    return span.end > now - RECORDED_MS ? this.#parts.tape.candle(symbol, span, now) : undefined;
  }

  /** The newest first, out of memory as far as it goes. */
  async trades(symbol: string, limit: number, offset: number) {
    const { db, shard, book, tape } = this.#parts;
    const { settings, tradeId } = book.market(symbol);
    const kept = tape.trades(symbol, limit, offset);
    const [newest] = tape.trades(symbol, 1);
    const upTo = (kept.at(-1)?.tradeId ?? (newest?.tradeId ?? tradeId) - offset + 1) - 1;
    const most = limit - kept.length;
    const older = most === 0 || upTo <= 0 ? [] : await readPastTrades(db, shard, symbol, { upTo, most });
    return [...kept, ...older.map((trade) => toTapeTrade(trade, settings))].map(toTrade);
  }

  async orders(userId: string, { symbol, sortDirection, ...page }: ListRequest) {
    const { db, shard } = this.#parts;
    const query = { ...page, userId, market: this.#known(symbol), isOldestFirst: sortDirection === 'Asc' };
    const orders = await readPastOrders(db, shard, query);
    return orders.flatMap((order) => this.#inMarket(order, toPastOrder));
  }

  async fills(
    userId: string,
    request: ListRequest & { readonly from?: number | undefined; readonly to?: number | undefined },
  ) {
    const { db, shard } = this.#parts;
    const { symbol, sortDirection, ...page } = request;
    const query = { ...page, userId, market: this.#known(symbol), isOldestFirst: sortDirection === 'Asc' };
    const fills = await readFills(db, shard, query);
    return fills.flatMap((fill) => this.#inMarket(fill, toFill));
  }

  #known(symbol: string | undefined): string | undefined {
    return symbol === undefined ? undefined : this.#parts.book.market(symbol).settings.market;
  }

  /** A market that was lost with the log has no units any more in which its past could be told. */
  #inMarket<Row extends { readonly market: string }, Answer>(
    row: Row,
    print: (row: Row, settings: ReturnType<Book['market']>['settings']) => Answer,
  ): Answer[] {
    const settings = this.#parts.book.reads.market(row.market)?.settings;
    return settings === undefined ? [] : [print(row, settings)];
  }
}

/** By then the recorder has what was traded, unless it is away. */
const RECORDED_MS = 60_000;
