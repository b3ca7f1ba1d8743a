import { assert } from '@fulcrum/log';

/** Trades whose mean price is the reference. */
export const REFERENCE_TRADES = 16;

/** The prices of a market's last trades. Sixteen prices add up to a safe integer (see MAX_PRICE). */
export class LastPrices {
  readonly #prices = new Float64Array(REFERENCE_TRADES);
  #count = 0;
  /** Where the next price goes: the oldest one stands there when there are as many as can be. */
  #next = 0;
  #sum = 0;
  #reference = 0;

  add(price: number): void {
    this.#sum += price - (this.#prices[this.#next] as number);
    this.#prices[this.#next] = price;
    this.#next = (this.#next + 1) % REFERENCE_TRADES;
    if (this.#count < REFERENCE_TRADES) this.#count += 1;
    this.#reference = Math.floor(this.#sum / this.#count);
    assert(Number.isSafeInteger(this.#sum), 'the last prices add up to a safe integer');
  }

  /** Their mean, truncated; undefined before the first trade. */
  get reference(): number | undefined {
    return this.#count === 0 ? undefined : this.#reference;
  }

  /** The last one; undefined before the first trade. */
  get last(): number | undefined {
    return this.#count === 0 ? undefined : this.#prices[(this.#next + REFERENCE_TRADES - 1) % REFERENCE_TRADES];
  }

  /** All of them, the oldest first. */
  list(): number[] {
    const from = this.#next + REFERENCE_TRADES - this.#count;
    return Array.from({ length: this.#count }, (_, at) => this.#prices[(from + at) % REFERENCE_TRADES] as number);
  }
}
