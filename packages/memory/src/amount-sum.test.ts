import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { writeAmount } from './amount.ts';
import { AmountSum } from './amount-sum.ts';
import { viewsOf } from './record-views.ts';

const amounts = fc.array(fc.bigInt({ min: -(1n << 110n), max: 1n << 110n }), { maxLength: 40 });

/** The words of an amount, behind those of another one. */
function wordsOf(amount: bigint): Uint32Array {
  const views = viewsOf(new ArrayBuffer(32));
  writeAmount(views, 2, amount);
  return views.words;
}

describe('a sum of amounts', () => {
  it('is what they add up to, whatever their signs and in which order they come and go', () => {
    fc.assert(
      fc.property(amounts, amounts, (kept, gone) => {
        const sum = new AmountSum();
        for (const amount of [...gone, ...kept]) sum.add(wordsOf(amount), 4);
        for (const amount of gone) sum.subtract(wordsOf(amount), 4);
        expect(sum.total).toBe(kept.reduce((total, amount) => total + amount, 0n));
      }),
    );
  });

  it('stops the process when the amount does not stand in the words', () => {
    expect(() => new AmountSum().add(wordsOf(1n), 5)).toThrow('broken invariant');
    expect(() => new AmountSum().subtract(wordsOf(1n), -1)).toThrow('broken invariant');
  });
});
