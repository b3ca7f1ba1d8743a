import type { EventJson } from '@fulcrum/matching';
import { DayTicker, type Figures } from './day-ticker.ts';

type Fill = EventJson<'fill'>;

/** The most trades that one answer holds. */
export const MAX_TRADES = 1_000;

interface MarketTape {
  readonly ticker: DayTicker;
  /** The oldest first. Twice as many as are told, at most, so that they are not moved with each trade. */
  trades: Fill[];
}

/** The trades of each market as this process has seen them: the last ones, and what a day of them did. */
export class Tape {
  readonly #markets = new Map<string, MarketTape>();

  take(fill: Fill): void {
    const known = this.#markets.get(fill.market);
    const tape = known ?? { ticker: new DayTicker(), trades: [] };
    if (known === undefined) this.#markets.set(fill.market, tape);
    tape.ticker.take({
      price: unitsOf(fill.price),
      quantity: unitsOf(fill.quantity),
      quoteQuantity: unitsOf(fill.quoteQuantity),
      time: fill.time,
    });
    tape.trades.push(fill);
    if (tape.trades.length >= 2 * MAX_TRADES) tape.trades = tape.trades.slice(-MAX_TRADES);
  }

  /** The last trades of a market, the newest first. */
  trades(market: string, limit: number, offset = 0): Fill[] {
    const trades = this.#markets.get(market)?.trades ?? [];
    const end = Math.max(0, trades.length - offset);
    return trades.slice(Math.max(0, end - limit), end).reverse();
  }

  /** What the trades of the last 24 hours did, in the market's units; undefined when there were none. */
  day(market: string, now: number): Figures | undefined {
    return this.#markets.get(market)?.ticker.figures(now);
  }

  /** Forgets all: the trades come once more. */
  clear(): void {
    this.#markets.clear();
  }
}

/** Figures of a market are printed with as many digits as its units have. */
function unitsOf(figure: string): number {
  return Number(figure.replace('.', ''));
}
