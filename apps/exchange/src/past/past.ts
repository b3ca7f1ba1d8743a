import {
  type Bar,
  MADE_UP_MINUTES,
  type MadeUpMinutes,
  makeUpMinutes,
  type SymbolBooks,
} from '@fulcrum/simulated-prices';
import { MINUTE_MS, type Span } from './intervals.ts';

/** How often the bid of a played minute is sampled: every five seconds, and at its end. */
const LOOK_MS = 5_000;

/** Gives a symbol's bid in units, at a moment in milliseconds since 1970. */
export type BidAt = (source: SymbolBooks, atMs: number) => number;

/** A bar with its span of time. */
export interface TimedBar extends Bar, Span {}

/**
 * A symbol's past. Minutes since the venue's start come from the recording. Earlier ones are made up, and lead to the
 * first price. Longer intervals are made of the same minutes.
 */
export class Past {
  readonly #source: SymbolBooks;
  readonly #bidAt: BidAt;
  readonly #playedFrom: number;
  readonly #madeUp: MadeUpMinutes;

  /** @param startedAt when the venue began to play. */
  constructor(source: SymbolBooks, seed: number, startedAt: number, bidAt: BidAt) {
    this.#source = source;
    this.#bidAt = bidAt;
    this.#playedFrom = startedAt - (startedAt % MINUTE_MS);
    this.#madeUp = makeUpMinutes(bidAt(source, this.#playedFrom), seed);
  }

  /** The bars of those spans that have begun, and are not from before its beginning. */
  bars(spans: readonly Span[], now: number): TimedBar[] {
    const begin = this.#playedFrom - MADE_UP_MINUTES * MINUTE_MS;
    return spans
      .filter(({ start }) => start >= begin && start <= now)
      .map((span) => ({ ...span, ...this.#join(span.start, Math.min(span.end, now + 1), now) }));
  }

  #join(start: number, end: number, now: number): Bar {
    const first = this.#minute(start, now);
    let { high, low, close } = first;
    for (let minute = start + MINUTE_MS; minute < end; minute += MINUTE_MS) {
      const next = this.#minute(minute, now);
      high = Math.max(high, next.high);
      low = Math.min(low, next.low);
      close = next.close;
    }
    return { open: first.open, high, low, close };
  }

  #minute(start: number, now: number): Bar {
    const index = MADE_UP_MINUTES - (this.#playedFrom - start) / MINUTE_MS;
    return start < this.#playedFrom ? this.#madeUp.bar(index) : this.#played(start, now);
  }

  #played(start: number, now: number): Bar {
    const open = this.#bidAt(this.#source, start);
    const last = Math.min(start + MINUTE_MS - 1, now);
    const close = this.#bidAt(this.#source, last);
    let [high, low] = [Math.max(open, close), Math.min(open, close)];
    for (let look = start + LOOK_MS; look < last; look += LOOK_MS) {
      const bid = this.#bidAt(this.#source, look);
      high = Math.max(high, bid);
      low = Math.min(low, bid);
    }
    return { open, high, low, close };
  }
}
