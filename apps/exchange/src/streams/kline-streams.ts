import type { MarketSettings } from '@fulcrum/matching';
import { toKlineMessage } from '../history/book-klines.ts';
import type { Tape } from '../market-data/tape.ts';
import { type Interval, type Span, spanAt } from '../past/intervals.ts';

/** So long after its end a kline is closed: by then what was traded before is confirmed. */
const CLOSING_MS = 1_000;

/** What was told last of a stream. */
interface Told {
  readonly span: Span;
  readonly trades: number;
}

/** What is told of klines as they grow. */
export class KlineStreams {
  readonly #tape: Tape;
  readonly #told = new Map<string, Told>();

  constructor(tape: Tape) {
    this.#tape = tape;
  }

  /** The present kline, for a new subscriber; undefined while nothing was traded in it. */
  present(settings: MarketSettings, interval: Interval, nowMs: number): object | undefined {
    const span = spanAt(interval, nowMs - CLOSING_MS);
    return this.#message(settings, span, nowMs, false);
  }

  /** The messages that are due: the kline that has ended, for the last time, and the present one if it has grown. */
  due(stream: string, settings: MarketSettings, interval: Interval, nowMs: number): object[] {
    const span = spanAt(interval, nowMs - CLOSING_MS);
    const told = this.#told.get(stream);
    const isOver = told !== undefined && told.span.start !== span.start;
    const messages = isOver ? [this.#message(settings, told.span, nowMs, true)] : [];
    const trades = this.#tape.candle(settings.market, span, nowMs)?.trades ?? 0;
    const before = isOver ? 0 : (told?.trades ?? 0);
    if (trades !== before) messages.push(this.#message(settings, span, nowMs, false));
    if (trades > 0) this.#told.set(stream, { span, trades });
    else this.#told.delete(stream);
    return messages.filter((message) => message !== undefined);
  }

  forget(stream: string): void {
    this.#told.delete(stream);
  }

  /** The trades begin anew. */
  clear(): void {
    this.#told.clear();
  }

  #message(settings: MarketSettings, span: Span, nowMs: number, isClosed: boolean): object | undefined {
    const figures = this.#tape.candle(settings.market, span, nowMs);
    const nowUs = Math.floor(1_000 * nowMs);
    return figures && toKlineMessage(settings, span, figures, { nowUs, isClosed });
  }
}
