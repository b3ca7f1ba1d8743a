import type { AccountFigures } from '../messages/events.ts';
import type { Market } from '../state/market.ts';

/** Accounts whose figures are kept at a time. */
const MAX_KEPT = 10_000;

interface Kept {
  readonly figures: AccountFigures;
  /** The markets of its orders, each with the number of its quote when the figures were worked out. */
  readonly quotes: ReadonlyMap<Market, number>;
}

/**
 * The figures of accounts that were asked for, until the account or one of its quotes changes. It is no state: the
 * figures are the same when they are worked out again.
 */
export class KeptFigures {
  /** By the account's slot. Those that were worked out first are in front. */
  readonly #kept = new Map<number, Kept>();

  find(account: number): AccountFigures | undefined {
    const kept = this.#kept.get(account);
    if (kept === undefined) return undefined;
    for (const [market, quoteNumber] of kept.quotes) if (market.quoteNumber !== quoteNumber) return undefined;
    return kept.figures;
  }

  /** @param markets those of all its orders. */
  keep(account: number, figures: AccountFigures, markets: Iterable<Market>): void {
    const quotes = new Map<Market, number>();
    for (const market of markets) quotes.set(market, market.quoteNumber);
    this.#kept.delete(account);
    for (const [oldest] of this.#kept) {
      if (this.#kept.size < MAX_KEPT) break;
      this.#kept.delete(oldest);
    }
    this.#kept.set(account, { figures, quotes });
  }

  /** The account has changed. */
  forget(account: number): void {
    this.#kept.delete(account);
  }
}
