import { expect, it } from 'vitest';
import { settingsOf, typedOf } from './fields.ts';

const SETTINGS = {
  ...{ asset: 'BTC_USDC', priceDecimals: 2, quantityDecimals: 5, minQuantity: '0.00001', maxQuantity: '1000.00000' },
  ...{ maxLeverage: 100, maxQuoteAgeMs: 5_000, maxSpreadBps: 50, mode: 'close_only' as const },
};

it('what is not changed in the form is what it began with', () => {
  expect(settingsOf('BTC_USDC', typedOf(SETTINGS))).toEqual(SETTINGS);
});

it('leaves out what is empty, reads whole numbers, and leaves to the API what is none', () => {
  const { texts } = typedOf(SETTINGS);
  const typed = {
    mode: 'open' as const,
    texts: { ...texts, maxSpreadBps: ' ', maxLeverage: ' 25 ', maxQuoteAgeMs: '5 s' },
  };
  const { maxSpreadBps: _spread, mode: _mode, ...rest } = SETTINGS;
  expect(settingsOf('BTC_USDC', typed)).toEqual({ ...rest, maxLeverage: 25, maxQuoteAgeMs: '5 s' });
});
