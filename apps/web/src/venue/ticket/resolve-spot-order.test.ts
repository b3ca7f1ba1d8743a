import { describe, expect, it } from 'vitest';
import { EMPTY_LADDER, type Ladder, type LadderRow } from '../book/ladder.ts';
import type { VenueMarket } from '../markets/venue-market.ts';
import { resolveSpotOrder } from './resolve-spot-order.ts';
import type { SpotForm } from './spot-form.ts';
import type { VenueFees } from './venue-fees.ts';

const market: VenueMarket = {
  ...{ asset: 'BTC_USDC', base: 'BTC', quote: 'USDC', state: 'Open' },
  ...{ priceDecimals: 1, tick: 5, minPrice: 5, maxPrice: 10_000_000 },
  ...{ quantityDecimals: 5, step: 10, minQuantity: 10, maxQuantity: 100_000_000 },
};

const blank: SpotForm = {
  ...{ side: 'buy', type: 'limit', price: '', sizeBy: 'quantity', size: '', timeInForce: 'GTC', isPostOnly: false },
};

const row = (price: number, quantity: number): LadderRow => ({ price, quantity, total: 0n, share: 0 });

const ladder: Ladder = { bids: [row(618_000, 1_000)], asks: [row(618_010, 1_000), row(618_100, 5_000)], spread: 10 };

const FEES: VenueFees = { makerPpm: 200, takerPpm: 500 };

const resolve = (form: Partial<SpotForm>, capital?: Record<string, string>, fees?: VenueFees) =>
  resolveSpotOrder(
    { ...blank, ...form },
    {
      ...{ market, ladder, fees },
      capital:
        capital &&
        Object.fromEntries(Object.entries(capital).map(([asset, available]) => [asset, { available, locked: '0' }])),
    },
  );

describe('a limit order', () => {
  it('is worked out exactly, also beyond what a number holds', () => {
    expect(resolve({ price: '1,000,000.0', size: '999.9999' })).toEqual({
      type: 'resolved',
      order: {
        ...{ symbol: 'BTC_USDC', side: 'Bid', orderType: 'Limit', price: '1000000.0', quantity: '999.99990' },
        timeInForce: 'GTC',
      },
      value: '999999900.000000',
    });
  });

  it('is post-only or has a time in force', () => {
    const typed = { price: '61800', size: '0.001', side: 'sell' } as const;
    expect(resolve({ ...typed, isPostOnly: true })).toHaveProperty('order.postOnly', true);
    expect(resolve({ ...typed, isPostOnly: true })).not.toHaveProperty('order.timeInForce');
    expect(resolve({ ...typed, timeInForce: 'FOK' })).toHaveProperty('order.timeInForce', 'FOK');
  });

  it.each<[what: string, form: Partial<SpotForm>, field: string, message: string | undefined]>([
    ['nothing typed', {}, 'price', undefined],
    ['no size', { price: '61800' }, 'size', undefined],
    ['no number', { price: 'x', size: '1' }, 'price', 'Enter a number with at most 1 decimals.'],
    ['a price between ticks', { price: '61800.3', size: '1' }, 'price', 'In steps of 0.5 USDC.'],
    ['a price that is too high', { price: '1000000.5', size: '1' }, 'price', 'At most 1,000,000.0 USDC.'],
    ['a size between steps', { price: '61800', size: '0.00015' }, 'size', 'In steps of 0.00010 BTC.'],
    ['a size that is too small', { price: '61800', size: '0.00001' }, 'size', 'At least 0.00010 BTC.'],
    ['a size of many digits', { price: '61800', size: '0.000123' }, 'size', 'Enter a number with at most 5 decimals.'],
  ])('waits for its field: %s', (_what, form, field, message) => {
    expect(resolve(form)).toEqual({ type: 'incomplete', field, message });
  });

  it('needs the money, or what is sold', () => {
    const typed = { price: '61800', size: '0.1' };
    expect(resolve(typed, { USDC: '6180.000000' })).toHaveProperty('type', 'resolved');
    expect(resolve(typed, { USDC: '6179.999999' })).toHaveProperty(
      'message',
      'This needs 6,180.000000 USDC; you have 6,179.999999.',
    );
    expect(resolve({ ...typed, side: 'sell' }, { BTC: '0.10000000' })).toHaveProperty('type', 'resolved');
    expect(resolve({ ...typed, side: 'sell' }, {})).toHaveProperty('message', 'This needs 0.10000 BTC; you have 0.');
  });
});

describe('a fee', () => {
  const limit = { price: '61800', size: '0.1' };

  it('is held back with a limit buy at the larger rate, to the last digit', () => {
    expect(resolve(limit, { USDC: '6183.090000' }, FEES)).toMatchObject({ type: 'resolved', fee: '3.090000' });
    expect(resolve(limit, { USDC: '6183.089999' }, FEES)).toEqual({
      ...{ type: 'incomplete', field: 'size' },
      message: 'With a fee of 3.090000 this needs 6,183.090000 USDC; you have 6,183.089999.',
    });
    const rebate: VenueFees = { makerPpm: 800, takerPpm: 500 };
    expect(resolve(limit, { USDC: '6183.090000' }, rebate)).toHaveProperty('type', 'incomplete');
  });

  it('of a sell is taken from what it brings', () => {
    expect(resolve({ ...limit, side: 'sell' }, { BTC: '0.1' }, FEES)).toMatchObject({
      type: 'resolved',
      fee: '3.090000',
    });
  });

  it('of a market buy is that of what it would take', () => {
    // 0.01 at 61,801.0 and 0.02 at 61,810.0.
    const market = { type: 'market', size: '0.03' } as const;
    expect(resolve(market, { USDC: '1855.137105' }, FEES)).toMatchObject({ type: 'resolved', fee: '0.927105' });
    expect(resolve(market, { USDC: '1855.137104' }, FEES)).toHaveProperty('type', 'incomplete');
    expect(resolve({ type: 'market', size: '1' }, { USDC: '1' }, FEES)).toHaveProperty('fee', undefined);
  });

  it('of a market buy by amount is that of the whole steps that the amount pays for', () => {
    const market = { type: 'market', sizeBy: 'quote', size: '100' } as const;
    // 0.00160 at 61,801.0.
    expect(resolve(market, { USDC: '100.000000' }, FEES)).toMatchObject({ type: 'resolved', fee: '0.049440' });
    expect(resolve({ ...market, size: '98.8816' }, { USDC: '98.881600' }, FEES)).toHaveProperty(
      'message',
      'With a fee of 0.049440 this needs 98.931040 USDC; you have 98.881600.',
    );
  });

  it('has the digits of the quote asset, where these are more than the market’s', () => {
    const coarse = { ...market, priceDecimals: 1, quantityDecimals: 3, step: 1, minQuantity: 1 };
    const capital = { USDC: { available: '10.000000', locked: '0' } };
    const form: SpotForm = { ...blank, price: '1.5', size: '1.111' };
    expect(resolveSpotOrder(form, { market: coarse, ladder, capital, fees: FEES })).toHaveProperty('fee', '0.000833');
  });
});

describe('a market order', () => {
  it('by quantity is worth what it would take from the book', () => {
    const outcome = resolve({ type: 'market', size: '0.03' });
    // 0.01 at 61,801.0 and 0.02 at 61,810.0.
    expect(outcome).toHaveProperty('value', '1854.210000');
    expect(outcome).toHaveProperty('order', {
      ...{ symbol: 'BTC_USDC', side: 'Bid', orderType: 'Market', quantity: '0.03000' },
    });
    expect(resolve({ type: 'market', size: '0.01', side: 'sell' })).toHaveProperty('value', '618.000000');
    expect(resolve({ type: 'market', size: '1' })).toHaveProperty('value', undefined);
  });

  it('by amount names what is paid or wanted', () => {
    const form = { type: 'market', sizeBy: 'quote', size: '61.80' } as const;
    expect(resolve(form)).toHaveProperty('order.quoteQuantity', '61.800000');
    expect(resolve(form)).not.toHaveProperty('order.quantity');
    expect(resolve(form, { USDC: '61.79' })).toHaveProperty('field', 'size');
    // How much is sold for it is not known.
    expect(resolve({ ...form, side: 'sell' }, { BTC: '0' })).toHaveProperty('type', 'resolved');
  });

  it('may be sent into a book of which nothing is known', () => {
    const at = { market, ladder: EMPTY_LADDER, capital: undefined };
    expect(resolveSpotOrder({ ...blank, type: 'market', size: '1' }, at)).toHaveProperty('type', 'resolved');
  });
});
