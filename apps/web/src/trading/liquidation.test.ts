import { type Instrument, liquidationPriceOf, marginFor, parseInstrument } from '@fulcrum/cfd';
import { expect, it } from 'vitest';
import { liquidationText } from './liquidation.ts';

const INSTRUMENT = parseInstrument({
  ...{ asset: 'SOL_USDC', priceDecimals: 2, quantityDecimals: 2, minQuantity: '0.01', maxQuantity: '1000' },
  ...{ maxLeverage: 100, maxQuoteAgeMs: 10_000 },
}) as Instrument;

it.each([
  [123_456, '1,234.56'],
  [1, '0.01'],
  [0, 'never'],
  [-1, 'never'],
])('shows a liquidation price of %s grid steps as %s', (price, text) => {
  expect(liquidationText(price, INSTRUMENT)).toBe(text);
});

it.each([
  [20, '0.01'],
  [19, 'never'],
])('of a buy at %s grid steps without leverage is %s', (openPrice, text) => {
  const position = { side: 'buy', quantity: 100, openPrice, margin: marginFor(openPrice, 100, 1, INSTRUMENT) } as const;
  expect(liquidationText(liquidationPriceOf(position, INSTRUMENT), INSTRUMENT)).toBe(text);
});
