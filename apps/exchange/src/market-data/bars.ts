import { assert } from '@fulcrum/log';
import type { Span } from '../past/intervals.ts';

/** A trade in a market's units. */
export interface TradeFigures {
  readonly price: number;
  readonly quantity: number;
  readonly quoteQuantity: number;
  /** Milliseconds of log time. */
  readonly time: number;
}

/** What trades did in a span of time, in the market's units. */
export interface Figures {
  readonly first: number;
  readonly last: number;
  readonly high: number;
  readonly low: number;
  readonly volume: bigint;
  readonly quoteVolume: bigint;
  readonly trades: number;
}

/** What the trades of one market did in the last spans of one length, which are found by their starts. */
export class Bars {
  readonly #stepMs: number;
  readonly #most: number;
  /** Those with trades, the oldest first. */
  readonly #bars = new Map<number, Figures>();

  /** @param most how many spans back are kept. */
  constructor(stepMs: number, most: number) {
    this.#stepMs = stepMs;
    this.#most = most;
  }

  take({ price, quantity, quoteQuantity, time }: TradeFigures): void {
    const trade = { first: price, last: price, high: price, low: price, trades: 1 };
    this.add(time, { ...trade, volume: BigInt(quantity), quoteVolume: BigInt(quoteQuantity) });
  }

  /** Adds what later trades did within one span. */
  add(time: number, later: Figures): void {
    const start = this.#startOf(time);
    const before = this.#bars.get(start);
    this.#bars.set(start, before === undefined ? later : joined(before, later));
    this.#forget(start);
  }

  /** Those of a span of time that are kept, as one; undefined when nothing was traded. */
  joined({ start, end }: Span): Figures | undefined {
    let all: Figures | undefined;
    for (const [at, bar] of this.#bars) if (at >= start && at < end) all = all === undefined ? bar : joined(all, bar);
    return all;
  }

  /** The last so many of them at a moment: all that are kept, unless fewer are wanted. */
  spanUpTo(now: number, count = this.#most): Span {
    const start = this.#startOf(now);
    return { start: start - (count - 1) * this.#stepMs, end: start + this.#stepMs };
  }

  #forget(present: number): void {
    for (const at of this.#bars.keys()) {
      if (at > present - this.#most * this.#stepMs) break;
      this.#bars.delete(at);
    }
    assert(this.#bars.size <= this.#most + 1, 'no more bars are kept than were asked for');
  }

  #startOf(time: number): number {
    return time - (time % this.#stepMs);
  }
}

function joined(before: Figures, after: Figures): Figures {
  return {
    first: before.first,
    last: after.last,
    high: Math.max(before.high, after.high),
    low: Math.min(before.low, after.low),
    volume: before.volume + after.volume,
    quoteVolume: before.quoteVolume + after.quoteVolume,
    trades: before.trades + after.trades,
  };
}
