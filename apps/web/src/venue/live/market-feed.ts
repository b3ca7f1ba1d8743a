import { onceAFrame } from '../../feed/once-a-frame.ts';
import type { VenueMessage } from '../api/venue-messages.ts';
import { BookFollower } from '../book/book-follower.ts';
import { fetchDepth, readDepth } from '../book/fetch-depth.ts';
import { ladderOf } from '../book/ladder.ts';
import type { VenueMarket } from '../markets/venue-market.ts';
import { fetchTrades, newestTrades, type Trade, toTrade } from './trades.ts';
import { forgetMarket, venueStore } from './venue-store.ts';

/**
 * Fills the store with the book, the trades and the day of one market. However much comes, the store changes once a frame:
 * what nobody could see costs next to nothing.
 */
export class MarketFeed {
  readonly #market: VenueMarket;
  readonly #follower: BookFollower;
  readonly #showBook = onceAFrame(() => this.#tellBook());
  readonly #showTrades = onceAFrame(() => this.#tellTrades());
  #fresh: Trade[] = [];
  #levels: number;
  #under: AbortController | undefined;

  /** @param levels of each side that are shown. */
  constructor(market: VenueMarket, levels: number) {
    this.#market = market;
    this.#levels = levels;
    this.#follower = new BookFollower({
      fetchSnapshot: (signal) => fetchDepth(market, signal),
      onChange: this.#showBook,
    });
  }

  get streams(): readonly string[] {
    const { asset } = this.#market;
    return [`depth.${asset}`, `trade.${asset}`, `ticker.${asset}`];
  }

  showLevels(levels: number): void {
    this.#levels = levels;
    this.#showBook();
  }

  /** The streams are subscribed to. */
  begin(): void {
    this.stop();
    const under = new AbortController();
    this.#under = under;
    this.#follower.begin();
    // The stream goes on without those from before it, if they cannot be had.
    void fetchTrades(this.#market.asset, under.signal)
      .catch(() => [])
      .then((trades) => {
        if (!under.signal.aborted) this.#addTrades(trades);
      });
  }

  /** Nothing is known any more: what comes until it begins anew is passed over. */
  stop(): void {
    this.#under?.abort();
    this.#under = undefined;
    this.#follower.stop();
    this.#fresh = [];
    forgetMarket();
  }

  take(message: Extract<VenueMessage, { readonly symbol: string }>): void {
    if (this.#under === undefined || message.symbol !== this.#market.asset) return;
    if (message.kind === 'depth') {
      const { a, b, U, u } = message.data;
      this.#follower.take({ ...readDepth(this.#market, b, a), first: U, last: u });
    } else if (message.kind === 'trade') {
      this.#addTrades([toTrade(message.data)]);
    } else {
      venueStore.setState({ day: message.data });
    }
  }

  #addTrades(trades: readonly Trade[]): void {
    this.#fresh = newestTrades(trades, this.#fresh);
    this.#showTrades();
  }

  #tellBook(): void {
    if (this.#under === undefined) return;
    const { book } = this.#follower;
    venueStore.setState({ ladder: book.isKnown ? ladderOf(book, this.#levels) : undefined });
  }

  #tellTrades(): void {
    if (this.#under === undefined) return;
    venueStore.setState(({ trades = [] }) => ({ trades: newestTrades(this.#fresh, trades) }));
    this.#fresh = [];
  }
}
