import { expect, it } from 'vitest';
import type { VenueOrder } from '../api/venue-schemas.ts';
import { placedText } from './placed-text.ts';

const order: VenueOrder = {
  ...{
    id: '5',
    symbol: 'BTC_USDC',
    side: 'Bid',
    orderType: 'Limit',
    timeInForce: 'GTC',
    price: '1000.0',
    quantity: '2',
  },
  ...{ quoteQuantity: null, executedQuantity: '0', executedQuoteQuantity: '0', status: 'New', createdAt: 1 },
};
const half = { executedQuantity: '1.00000', executedQuoteQuantity: '1000.000000' };

it.each<[changes: Partial<VenueOrder>, text: string]>([
  [{}, 'The order stands in the book.'],
  [{ ...half, status: 'PartiallyFilled' }, 'Bought 1.00000 BTC for 1,000.000000 USDC; the rest stands in the book.'],
  [{ ...half, status: 'Filled', side: 'Ask' }, 'Sold 1.00000 BTC for 1,000.000000 USDC.'],
  [{ ...half, status: 'Expired' }, 'Bought 1.00000 BTC for 1,000.000000 USDC; the rest expired.'],
  [{ status: 'Expired' }, 'The order expired: it found nobody to trade with at an allowed price.'],
])('says what came of an order: %o', (changes, text) => {
  expect(placedText({ ...order, ...changes }, { base: 'BTC', quote: 'USDC' })).toBe(text);
});

it.each<[reason: string, changes: Partial<VenueOrder>, text: string]>([
  ['FOK', {}, 'The order expired: not all of it could be traded at once (FOK).'],
  ['SELF_TRADE', {}, 'The order expired: it would have traded with an order of your own.'],
  [
    'PRICE_BAND',
    half,
    'Bought 1.00000 BTC for 1,000.000000 USDC; the rest expired: the next price is farther from the last trades than an order may take.',
  ],
])('says why an order expired: %s', (reason, changes, text) => {
  const expired: VenueOrder = { ...order, ...changes, status: 'Expired' };
  expect(placedText(expired, { base: 'BTC', quote: 'USDC' }, reason)).toBe(text);
});
