import { assert } from '@fulcrum/log';

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

const MINUTE_MS = 60_000;
const MINUTES = 24 * 60;

/** The figures of one market's last 24 hours, to the minute, out of its trades as they come. */
export class DayTicker {
  /** The minutes with trades, the oldest first, by their number since 1970. */
  readonly #minutes = new Map<number, Figures>();

  take({ price, quantity, quoteQuantity, time }: TradeFigures): void {
    const minute = Math.floor(time / MINUTE_MS);
    const [quantityUnits, quoteUnits] = [BigInt(quantity), BigInt(quoteQuantity)];
    const trade = { first: price, last: price, high: price, low: price, trades: 1 };
    const own = { ...trade, volume: quantityUnits, quoteVolume: quoteUnits };
    const before = this.#minutes.get(minute);
    this.#minutes.set(minute, before === undefined ? own : joined(before, own));
    this.#forget(minute);
  }

  /** @returns undefined when nothing was traded. */
  figures(now: number): Figures | undefined {
    this.#forget(Math.floor(now / MINUTE_MS));
    let all: Figures | undefined;
    for (const minute of this.#minutes.values()) all = all === undefined ? minute : joined(all, minute);
    return all;
  }

  #forget(now: number): void {
    for (const minute of this.#minutes.keys()) {
      if (minute > now - MINUTES) break;
      this.#minutes.delete(minute);
    }
    assert(this.#minutes.size <= MINUTES + 1, 'no more minutes are kept than a day has');
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
