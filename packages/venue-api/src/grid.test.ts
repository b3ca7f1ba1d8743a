import { expect, it } from 'vitest';
import type { VenueMarket } from './answers.ts';
import { countOf, gridOf, print, sizeOf } from './grid.ts';

const market = (tickSize: string, stepSize: string): VenueMarket => ({
  ...{ symbol: 'A_B', baseSymbol: 'A', quoteSymbol: 'B' },
  filters: { price: { tickSize, minImpactMultiplier: '0.9700' }, quantity: { minQuantity: '0.050', stepSize } },
});

it.each([
  ['0.1', '61800.5', 618_005, '61800.5', 0.1],
  ['0.50', '61800.50', 123_601, '61800.5', 0.5],
  ['5', '61800', 12_360, '61800', 5],
])('a tick of %s', (tickSize, price, ticks, printed, size) => {
  const { tick } = gridOf(market(tickSize, '0.01'));
  expect(countOf(price, tick)).toBe(ticks);
  expect(print(ticks, tick)).toBe(printed);
  expect(sizeOf(tick)).toBe(size);
});

it('a market has its least quantity in steps, and no band where none is told', () => {
  expect(gridOf(market('1', '0.02'))).toMatchObject({ minSteps: 3, impact: { min: 0.97, max: Number.MAX_VALUE } });
});
