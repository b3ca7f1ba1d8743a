import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Instrument } from '../messages/instrument.ts';
import { maxPrice } from './limits.ts';
import { floorDivide, isMarginCall, liquidationPriceOf, marginFor, payoutFor, profitAt, type Side } from './money.ts';

const MAX_PRICE = maxPrice(1);

function instrumentOf(priceDecimals: number, quantityDecimals: number): Instrument {
  const limits = { minQuantity: 1, maxQuantity: Number.MAX_SAFE_INTEGER, maxLeverage: 1_000, maxQuoteAgeMs: 0 };
  return { asset: 'ANY', priceDecimals, quantityDecimals, ...limits };
}

const bitcoin = instrumentOf(2, 5);

it.each([
  [7n, 2n, 3n],
  [-7n, 2n, -4n],
  [8n, 2n, 4n],
  [-8n, 2n, -4n],
  [0n, 5n, 0n],
  [-1n, 1_000n, -1n],
])('%i / %i is %i rounded down', (dividend, divisor, quotient) => {
  expect(floorDivide(dividend, divisor)).toBe(quotient);
});

describe('money at hand-worked prices', () => {
  it('0.10000 BTC at 61800.30 with leverage 10 ties up 618.003000', () => {
    expect(marginFor(6_180_030, 10_000, 10, bitcoin)).toBe(618_003_000n);
  });

  it('a margin is rounded up to the millionth', () => {
    // 0.00001 × 61800.33 / 7 = 0.0882861857…
    expect(marginFor(6_180_033, 1, 7, bitcoin)).toBe(88_287n);
  });

  it('a profit is rounded down, also when it is a loss', () => {
    const fine = instrumentOf(4, 4);
    const position = { quantity: 1, openPrice: 10_000, margin: 1n };
    // One step of 0.0001 on 0.0001 is a hundredth of a millionth.
    expect(profitAt(10_001, { ...position, side: 'buy' }, fine)).toBe(0n);
    expect(profitAt(9_999, { ...position, side: 'buy' }, fine)).toBe(-1n);
    expect(profitAt(9_999, { ...position, side: 'sell' }, fine)).toBe(0n);
    expect(profitAt(10_001, { ...position, side: 'sell' }, fine)).toBe(-1n);
  });

  it('a payout is never negative', () => {
    expect([payoutFor(10n, -9n), payoutFor(10n, -10n), payoutFor(10n, -11n)]).toEqual([1n, 0n, 0n]);
  });

  it('the margin call holds at exactly five percent', () => {
    expect(isMarginCall(100n, -94n)).toBe(false);
    expect(isMarginCall(100n, -95n)).toBe(true);
    expect(isMarginCall(19n, -18n)).toBe(false);
    expect(isMarginCall(19n, -19n)).toBe(true);
  });

  it('products beyond the safe integers stay exact', () => {
    const coarse = instrumentOf(0, 0);
    const [price, quantity] = [2 ** 52 - 1, 2 ** 53 - 1];
    expect(marginFor(price, quantity, 1, coarse)).toBe(BigInt(price) * BigInt(quantity) * 1_000_000n);
  });
});

/** What docs/rules.md says of margin and pnl, in nothing but whole numbers of any size. */
describe('margin and profit are exact', () => {
  const decimals = fc.integer({ min: 0, max: 12 });
  // Around the safe integers the two ways of counting meet.
  const size = fc.oneof(fc.integer({ min: 1, max: 1_000 }), fc.integer({ min: 1, max: 2 ** 27 }), fc.maxSafeInteger());
  const amount = size.map((units) => Math.max(1, Math.abs(units)));
  const price = amount.map((units) => Math.min(units, MAX_PRICE));
  const worth = (units: bigint, instrument: Instrument) => {
    const shift = 6 - instrument.priceDecimals - instrument.quantityDecimals;
    return shift >= 0 ? [units * 10n ** BigInt(shift), 1n] : [units, 10n ** BigInt(-shift)];
  };

  it('a margin is the least amount that times the leverage covers the value', () => {
    const leverages = fc.integer({ min: 1, max: 1_000_000 });
    fc.assert(
      fc.property(price, amount, leverages, decimals, decimals, (openPrice, quantity, leverage, p, q) => {
        const instrument = instrumentOf(p, q);
        const margin = marginFor(openPrice, quantity, leverage, instrument);
        const [value = 0n, unit = 1n] = worth(BigInt(openPrice) * BigInt(quantity), instrument);
        expect(margin * BigInt(leverage) * unit).toBeGreaterThanOrEqual(value);
        expect((margin - 1n) * BigInt(leverage) * unit).toBeLessThan(value);
      }),
      { numRuns: 5_000 },
    );
  });

  it('a profit is the greatest amount that is not above the gain', () => {
    fc.assert(
      fc.property(price, price, amount, decimals, decimals, (openPrice, closePrice, quantity, p, q) => {
        const instrument = instrumentOf(p, q);
        const position = { side: 'sell' as const, openPrice, quantity, margin: 1n };
        const profit = profitAt(closePrice, position, instrument);
        const [gain = 0n, unit = 1n] = worth(BigInt(openPrice - closePrice) * BigInt(quantity), instrument);
        expect(profit * unit).toBeLessThanOrEqual(gain);
        expect((profit + 1n) * unit).toBeGreaterThan(gain);
        expect(profitAt(openPrice, { ...position, side: 'buy', openPrice: closePrice }, instrument)).toBe(profit);
      }),
      { numRuns: 5_000 },
    );
  });
});

describe('the liquidation price', () => {
  it.each<[Side, number, number, number]>([
    ['buy', 6_180_030, 10, 5_592_927],
    ['sell', 6_180_020, 100, 6_238_731],
  ])('of a %s at %i with leverage %i is %i', (side, openPrice, leverage, expected) => {
    const margin = marginFor(openPrice, 10_000, leverage, bitcoin);
    expect(liquidationPriceOf({ side, quantity: 10_000, openPrice, margin }, bitcoin)).toBe(expected);
  });

  it('is where the margin call first holds, at any price, quantity, leverage and grid', () => {
    const decimals = fc.integer({ min: 0, max: 12 });
    const size = fc.oneof(
      fc.integer({ min: 1, max: 100 }),
      fc.integer({ min: 1, max: 10 ** 9 }),
      fc.integer({ min: 1, max: MAX_PRICE }),
    );
    const order = fc.record({ side: fc.constantFrom<Side>('buy', 'sell'), openPrice: size, quantity: size });
    fc.assert(
      fc.property(
        order,
        fc.integer({ min: 1, max: 1_000 }),
        decimals,
        decimals,
        (fields, leverage, priceDecimals, quantityDecimals) => {
          const instrument = instrumentOf(priceDecimals, quantityDecimals);
          const position = { ...fields, margin: marginFor(fields.openPrice, fields.quantity, leverage, instrument) };
          const price = liquidationPriceOf(position, instrument);
          const holdsAt = (at: number) => isMarginCall(position.margin, profitAt(at, position, instrument));
          const towardsOpen = position.side === 'buy' ? 1 : -1;
          expect(Number.isSafeInteger(price)).toBe(true);
          expect(price).toBeGreaterThanOrEqual(0);
          expect(holdsAt(price)).toBe(true);
          expect(holdsAt(price - towardsOpen)).toBe(true);
          expect(holdsAt(price + towardsOpen)).toBe(false);
        },
      ),
      { numRuns: 5_000 },
    );
  });
});
