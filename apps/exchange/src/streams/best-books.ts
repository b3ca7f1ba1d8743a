import { formatDecimal } from '@fulcrum/log';
import type { LevelRow } from '@fulcrum/matching';
import type { BookTicker } from '@fulcrum/protocol';
import type { BestPrices } from '../core/made.ts';
import type { Beginning } from '../core/venue-replica.ts';

/** The best bid and ask of each book, as far as it is confirmed. */
export class BestBooks {
  readonly #markets = new Map<string, BestPrices>();

  /** Forgets all, and begins with the state of a snapshot. */
  begin({ reads, time }: Beginning): void {
    this.#markets.clear();
    for (const { market } of reads.markets()) {
      const figures = reads.market(market);
      if (figures === undefined) continue;
      const { settings, updateId, bestBid: bid, bestAsk: ask } = figures;
      this.#markets.set(market, { market: settings, updateId, bid, ask, time });
    }
  }

  /** Takes a change. @returns whether a best price or its quantity is another now. */
  take(best: BestPrices): boolean {
    const { market } = best.market;
    const before = this.#markets.get(market);
    if (before !== undefined && isSame(before.bid, best.bid) && isSame(before.ask, best.ask)) return false;
    this.#markets.set(market, best);
    return true;
  }

  /** The present best prices, in Backpack's letters; undefined while nobody bids or nobody asks. */
  ticker(market: string, nowUs: number): BookTicker | undefined {
    const best = this.#markets.get(market);
    if (best?.bid === undefined || best.ask === undefined) return undefined;
    const { priceDecimals, quantityDecimals } = best.market;
    const price = ([units]: LevelRow) => formatDecimal(units, priceDecimals);
    const quantity = ([, units]: LevelRow) => formatDecimal(units, quantityDecimals);
    return {
      ...{ e: 'bookTicker', E: nowUs, s: market },
      ...{ a: price(best.ask), A: quantity(best.ask), b: price(best.bid), B: quantity(best.bid) },
      ...{ u: best.updateId, T: 1_000 * best.time },
    };
  }
}

function isSame(before: LevelRow | undefined, after: LevelRow | undefined): boolean {
  return before?.[0] === after?.[0] && before?.[1] === after?.[1];
}
