/** One side of a book: what stands at each price, the best price first. Prices and quantities are whole units. */
export class BookSide {
  readonly #isBids: boolean;
  readonly #quantities = new Map<number, number>();
  /** The best one last: most changes happen there, and so move little. */
  readonly #prices: number[] = [];

  constructor(side: 'bids' | 'asks') {
    this.#isBids = side === 'bids';
  }

  get size(): number {
    return this.#prices.length;
  }

  get best(): number | undefined {
    return this.#prices.at(-1);
  }

  /** @param quantity that stands there now; 0 for none. */
  set(price: number, quantity: number): void {
    const isThere = this.#quantities.has(price);
    if (quantity > 0) this.#quantities.set(price, quantity);
    else this.#quantities.delete(price);
    if (isThere === quantity > 0) return;
    const at = this.#placeOf(price);
    if (isThere) this.#prices.splice(at, 1);
    else this.#prices.splice(at, 0, price);
  }

  clear(): void {
    this.#quantities.clear();
    this.#prices.length = 0;
  }

  /** The best levels, the best first. */
  levels(count: number): Level[] {
    const best = this.#prices.slice(-count).reverse();
    return best.map((price) => ({ price, quantity: this.#quantities.get(price) ?? 0 }));
  }

  /** The place of a price among those from the worst to the best. */
  #placeOf(price: number): number {
    let [from, to] = [0, this.#prices.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (this.#isWorse(this.#prices[middle] ?? 0, price)) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  #isWorse(price: number, than: number): boolean {
    return this.#isBids ? price < than : price > than;
  }
}

/** What stands at a price. */
export interface Level {
  readonly price: number;
  readonly quantity: number;
}
