import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Bin, binsOf } from './bins.ts';

const USDC = 1_000_000n;

/** "from..to: count" in USDC, of the bins that are not empty. */
function texts(bins: readonly Bin[]): string[] {
  return bins
    .filter(({ count }) => count > 0)
    .map(({ from, to, count }) => `${Number(from) / 1e6}..${Number(to) / 1e6}: ${count}`);
}

describe('bins of results', () => {
  it('are none without results', () => {
    expect(binsOf([])).toEqual([]);
  });

  it('have a width of 1, 2 or 5 times a power of ten, and a boundary at zero', () => {
    expect(texts(binsOf([-12n * USDC, -1n, 0n, 4n * USDC, 9n * USDC]))).toEqual([
      '-12..-11: 1',
      '-1..0: 1',
      '0..1: 1',
      '4..5: 1',
      '9..10: 1',
    ]);
    expect(texts(binsOf([-30n * USDC, 5n * USDC]))).toEqual(['-30..-28: 1', '4..6: 1']);
    expect(texts(binsOf([-80n * USDC, 20n * USDC]))).toEqual(['-80..-75: 1', '20..25: 1']);
  });

  it('reach to zero from whichever side the results are on', () => {
    expect(binsOf([7n * USDC, 8n * USDC])[0]?.from).toBe(0n);
    expect(binsOf([-7n * USDC, -8n * USDC]).at(-1)?.from).toBe(0n);
  });

  it('are never narrower than a cent', () => {
    expect(binsOf([0n])).toEqual([{ from: 0n, to: 10_000n, count: 1 }]);
    expect(texts(binsOf([-1n, 1n]))).toEqual(['-0.01..0: 1', '0..0.01: 1']);
  });

  it('hold every result once, side by side, and are at most 25', () => {
    const result = fc.bigInt({ min: -(10n ** 15n), max: 10n ** 15n });
    const small = fc.bigInt({ min: -100_000n, max: 100_000n });
    fc.assert(
      fc.property(fc.array(fc.oneof(result, small), { minLength: 1 }), (results) => {
        const bins = binsOf(results);
        expect(bins.length).toBeLessThanOrEqual(25);
        expect(bins.some(({ from }) => from === 0n)).toBe(true);
        bins.forEach(({ from, to, count }, index) => {
          expect(count).toBe(results.filter((each) => each >= from && each < to).length);
          expect(to - from).toBe((bins[0]?.to ?? 0n) - (bins[0]?.from ?? 0n));
          if (index > 0) expect(from).toBe(bins[index - 1]?.to);
        });
        expect(bins.reduce((sum, { count }) => sum + count, 0)).toBe(results.length);
      }),
    );
  });
});
