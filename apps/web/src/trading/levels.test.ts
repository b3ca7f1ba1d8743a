import { type Instrument, type Money, marginFor, profitAt, type Side } from '@fulcrum/cfd';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { priceForProfit } from './levels.ts';
import { notionalOf, quantityForMargin, quantityForNotional, type Sized } from './sizing.ts';

function instrument(priceDecimals: number, quantityDecimals: number): Instrument {
  const limits = { minQuantity: 1, maxQuantity: 10 ** 10, maxLeverage: 100, maxQuoteAgeMs: 10_000 };
  return { asset: 'X', priceDecimals, quantityDecimals, ...limits };
}

const anyPosition = fc.record({
  grid: fc.record({ price: fc.integer({ min: 0, max: 6 }), quantity: fc.integer({ min: 0, max: 6 }) }),
  side: fc.constantFrom<Side>('buy', 'sell'),
  openPrice: fc.integer({ min: 1, max: 10_000_000 }),
  quantity: fc.integer({ min: 1, max: 10_000_000 }),
  leverage: fc.integer({ min: 1, max: 100 }),
});

it('finds the nearest price that yields a result: one step closer it is not reached', () => {
  fc.assert(
    fc.property(anyPosition, fc.bigInt({ min: -(10n ** 13n), max: 10n ** 13n }), ({ grid, ...order }, profit) => {
      const traded = instrument(grid.price, grid.quantity);
      const position = { ...order, margin: marginFor(order.openPrice, order.quantity, order.leverage, traded) };
      const price = priceForProfit(profit, position, traded);
      const isReached = (at: number) =>
        profit >= 0n ? profitAt(at, position, traded) >= profit : profitAt(at, position, traded) <= profit;
      // Down to a price of one there is none that yields it.
      if (price === undefined) {
        expect(isReached(1)).toBe(false);
        return;
      }
      const towards = profit >= 0n === (order.side === 'buy') ? 1 : -1;
      expect(isReached(price)).toBe(true);
      if (price !== order.openPrice) expect(isReached(price - towards)).toBe(false);
    }),
    { numRuns: 2_000 },
  );
});

it('finds the largest quantity that an amount pays for', () => {
  fc.assert(
    fc.property(
      anyPosition,
      fc.bigInt({ min: 0n, max: 10n ** 13n }),
      ({ grid, openPrice: price, leverage }, amount) => {
        const traded = instrument(grid.price, grid.quantity);
        const { minQuantity, maxQuantity } = traded;
        const isLargest = (sized: Sized, cost: (quantity: number) => Money) => {
          const paidFor = sized === 'tooLittle' ? 0 : sized === 'tooMuch' ? maxQuantity + 1 : sized;
          if (paidFor > 0) expect(cost(paidFor) <= amount).toBe(true);
          if (sized !== 'tooMuch') expect(cost(Math.max(minQuantity, paidFor + 1)) > amount).toBe(true);
        };
        isLargest(quantityForMargin(amount, { price, leverage, instrument: traded }), (quantity) =>
          marginFor(price, quantity, leverage, traded),
        );
        isLargest(quantityForNotional(amount, { price, instrument: traded }), (quantity) =>
          notionalOf(price, quantity, traded),
        );
      },
    ),
    { numRuns: 1_000 },
  );
});
