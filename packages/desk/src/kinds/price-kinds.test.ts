import { expect, it } from 'vitest';
import { priceHindrance } from './price-kinds.ts';

const settings = {
  ...{ asset: 'BTC_USDC', priceDecimals: 2, quantityDecimals: 5, minQuantity: '0.00001', maxQuantity: '1000' },
  ...{ maxLeverage: 100, maxQuoteAgeMs: 0 },
};

it.each([
  ['the same bid and ask', settings, '1.5', '1.50', undefined],
  ['a price while positions may only be closed', { ...settings, mode: 'close_only' as const }, '1', '2', undefined],
  ['a price of a closed market', { ...settings, mode: 'closed' as const }, '1', '2', 'market_closed'],
  ['a price of no instrument', undefined, '1', '2', 'unknown_asset'],
  ['a bid above the ask', settings, '2', '1', 'invalid_price'],
  ['a bid of nothing', settings, '0', '1', 'invalid_price'],
  ['an ask of too many decimals', settings, '1', '1.001', 'invalid_price'],
  ['an ask that is too high', settings, '1', '43980465111.05', 'invalid_price'],
])('%s', (_what, of, bid, ask, code) => {
  expect(priceHindrance(of, { bid, ask })?.code).toBe(code);
});
