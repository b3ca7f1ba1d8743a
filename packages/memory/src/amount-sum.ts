import { assert } from '@fulcrum/log';
import { AMOUNT_WORDS, readAmount } from './amount.ts';
import { viewsOf } from './record-views.ts';

const HIGHEST_WORD = 0xffffffff;

/**
 * The sum of the amounts of records, kept up as these come and go. It reads the records' words, and so it finds an amount
 * that is not as it was meant to be. It adds word by word with a carry, because a bigint for each change would be garbage.
 */
export class AmountSum {
  readonly #sum = viewsOf(new ArrayBuffer(4 * AMOUNT_WORDS));

  get total(): bigint {
    return readAmount(this.#sum.integers, 0);
  }

  /** @param at the word at which the amount begins. */
  add(words: Uint32Array, at: number): void {
    assert(at >= 0 && at + AMOUNT_WORDS <= words.length, 'the amount that is added is there');
    const sum = this.#sum.words;
    let carry = 0;
    for (let word = 0; word < AMOUNT_WORDS; word++) {
      const added = (sum[word] as number) + (words[at + word] as number) + carry;
      sum[word] = added;
      carry = added > HIGHEST_WORD ? 1 : 0;
    }
  }

  /** Takes out an amount that was added. */
  subtract(words: Uint32Array, at: number): void {
    assert(at >= 0 && at + AMOUNT_WORDS <= words.length, 'the amount that is subtracted is there');
    const sum = this.#sum.words;
    let borrowed = 0;
    for (let word = 0; word < AMOUNT_WORDS; word++) {
      const left = (sum[word] as number) - (words[at + word] as number) - borrowed;
      sum[word] = left;
      borrowed = left < 0 ? 1 : 0;
    }
  }
}
