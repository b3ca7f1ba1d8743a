import type { BookTicker } from '@fulcrum/protocol';

/** The last price of each asset, as the clients saw it on the feed. */
export class PriceBoard {
  readonly #middles = new Map<string, number>();

  see({ s, b, a }: Pick<BookTicker, 's' | 'b' | 'a'>): void {
    this.#middles.set(s, (Number(b) + Number(a)) / 2);
  }

  middle(asset: string): number | undefined {
    return this.#middles.get(asset);
  }
}
