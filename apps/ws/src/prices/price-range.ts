/** A price that counted, and the time of its entry in milliseconds. */
export interface CountedPrice {
  readonly bid: string;
  readonly ask: string;
  readonly time: number;
}

/** The best prices at which buys and sells could be closed, in a time. */
export interface BestPrices {
  readonly highestBid: string;
  readonly lowestAsk: string;
}

/** Prices are kept for this long, and so many of them: a result of the engine comes later than the price at its time. */
const KEPT_MS = 5_000;
const MOST_KEPT = 5_000;

/** The prices of one asset that counted a moment ago. */
export class RecentPrices {
  #kept: CountedPrice[] = [];

  note(price: CountedPrice): void {
    if (this.#kept.at(-1) === price) return;
    this.#kept.push(price);
    // Dropped by the thousand, and not one by one: each would move all the others.
    if (this.#kept.length >= 2 * MOST_KEPT) this.#kept = this.#kept.slice(-MOST_KEPT);
    const first = this.#kept[0];
    if (first !== undefined && first.time < price.time - 2 * KEPT_MS)
      this.#kept = this.#kept.filter(({ time }) => time >= price.time - KEPT_MS);
  }

  /** The best prices of after a time, as far back as prices are kept. Undefined where there were none. */
  bestAfter(time: number): BestPrices | undefined {
    let best: BestPrices | undefined;
    for (let index = this.#kept.length - 1; index >= 0; index -= 1) {
      const price = this.#kept[index];
      if (price === undefined || price.time <= time) break;
      best = widened(best, price);
    }
    return best;
  }
}

/** Prices of one asset are compared as numbers: two that are the same number are as good as each other. */
export function widened(best: BestPrices | undefined, { bid, ask }: Pick<CountedPrice, 'bid' | 'ask'>): BestPrices {
  if (best === undefined) return { highestBid: bid, lowestAsk: ask };
  const { highestBid, lowestAsk } = best;
  return {
    highestBid: Number(bid) > Number(highestBid) ? bid : highestBid,
    lowestAsk: Number(ask) < Number(lowestAsk) ? ask : lowestAsk,
  };
}
