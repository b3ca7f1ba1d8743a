import type { BookTicker } from '@fulcrum/protocol';

/** The last price of each asset, as the clients saw it on the feed. */
export class PriceBoard {
  readonly #middles = new Map<string, number>();
  #ticks = 0;

  /** Prices that the feed has sent. */
  get ticks(): number {
    return this.#ticks;
  }

  see({ s, b, a }: Pick<BookTicker, 's' | 'b' | 'a'>): void {
    this.#ticks += 1;
    this.#middles.set(s, (Number(b) + Number(a)) / 2);
  }

  middle(asset: string): number | undefined {
    return this.#middles.get(asset);
  }
}
