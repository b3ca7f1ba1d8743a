import { AMOUNT_WORDS, addAmount, readAmount, subtractAmount } from './amount.ts';
import { viewsOf } from './record-views.ts';

/**
 * The sum of the amounts of records, kept up as these come and go. It reads the records' words, and so it finds an amount
 * that is not as it was meant to be.
 */
export class AmountSum {
  readonly #sum = viewsOf(new ArrayBuffer(4 * AMOUNT_WORDS));

  get total(): bigint {
    return readAmount(this.#sum, 0);
  }

  /** @param at the word at which the amount begins. */
  add(words: Uint32Array, at: number): void {
    addAmount(this.#sum.words, 0, words, at);
  }

  /** Takes out an amount that was added. */
  subtract(words: Uint32Array, at: number): void {
    subtractAmount(this.#sum.words, 0, words, at);
  }
}
