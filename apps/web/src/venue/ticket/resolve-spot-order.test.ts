import { describe, expect, it } from 'vitest';
import { EMPTY_LADDER, type Ladder, type LadderRow } from '../book/ladder.ts';
import type { VenueMarket } from '../markets/venue-market.ts';
import { resolveSpotOrder } from './resolve-spot-order.ts';
import type { SpotForm } from './spot-form.ts';

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

const resolve = (form: Partial<SpotForm>, capital?: Record<string, string>) =>
  resolveSpotOrder(
    { ...blank, ...form },
    {
      ...{ market, ladder },
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
