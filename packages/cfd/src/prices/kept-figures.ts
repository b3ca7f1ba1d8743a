import { assert } from '@fulcrum/log';
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
 * Keeps the figures of accounts that were asked for, until the account or one of its quotes changes. This is no part of
 * the state: the figures are the same when they are worked out again.
 */
export class KeptFigures {
  /** By the account's slot. Those that were kept first are in front. */
  readonly #kept = new Map<number, Kept>();

  /** @returns undefined if none are kept that still hold. */
  find(account: number): AccountFigures | undefined {
    const kept = this.#kept.get(account);
    if (kept === undefined) return undefined;
    for (const [market, quoteNumber] of kept.quotes) if (market.quoteNumber !== quoteNumber) return undefined;
    return kept.figures;
  }

  /** Keeps an account's figures. @param markets those of all its orders. */
  keep(account: number, figures: AccountFigures, markets: Iterable<Market>): void {
    const quotes = new Map<Market, number>();
    for (const market of markets) quotes.set(market, market.quoteNumber);
    this.#kept.delete(account);
    for (const [oldest] of this.#kept) {
      if (this.#kept.size < MAX_KEPT) break;
      this.#kept.delete(oldest);
    }
    this.#kept.set(account, { figures, quotes });
    assert(this.#kept.size <= MAX_KEPT, 'only so many figures are kept');
  }

  /** Forgets all, because other figures count from now on. */
  forgetAll(): void {
    this.#kept.clear();
    assert(this.#kept.size === 0, 'no figures are kept');
  }

  /** Forgets the figures of an account that has changed. */
  forget(account: number): void {
    assert(account >= 0, 'an account that has changed exists');
    this.#kept.delete(account);
  }
}
