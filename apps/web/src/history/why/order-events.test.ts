import { expect, it } from 'vitest';
import type { OrderEvent } from '../../api/schemas.ts';
import { inWords, marginBefore } from './order-events.ts';

const event = (type: OrderEvent['type'], data: OrderEvent['data'] = {}, cause = '1-0'): OrderEvent => {
  return { id: cause, type, cause, time: 1, data };
};

it.each<[OrderEvent, string]>([
  [
    event('placed', { quantity: '0.50', orderType: 'limit', price: '61700.00' }),
    'Placed · quantity 0.50 · limit · at 61,700.00',
  ],
  [event('updated', { takeProfit: null, stopLoss: '60000.00' }), 'Changed · stop-loss 60,000.00'],
  [event('updated', { price: '1.00', trailingDistance: '50.00' }), 'Changed · price 1.00 · trailing by 50.00'],
  [
    event('closed', { quantity: '0.20', closePrice: '1.00', remaining: '0.30' }),
    'Closed · quantity 0.20 · at 1.00 · left open 0.30',
  ],
  [event('cancelled', { code: 'expired' }), 'Cancelled · expired'],
  [event('rejected', { code: 'stale_price' }), 'Refused · stale_price'],
])('says what happened: %#', (told, words) => {
  expect(inWords(told)).toBe(words);
});

it('knows what the closing before had left of the margin, and whether there was one', () => {
  const events = [
    event('created'),
    event('closed', { remainingMargin: '7.000000' }, '2-0'),
    event('closed', { remainingMargin: '3.000000' }, '3-0'),
    event('closed', {}, '4-0'),
  ];
  const before = (closedBy: string) => marginBefore({ closedBy }, { events, isWhole: true });
  expect(['2-0', '3-0', '4-0', '5-0'].map(before)).toEqual([undefined, 7_000_000n, 3_000_000n, 'unknown']);
  expect(marginBefore({ closedBy: '2-0' }, undefined)).toBe('unknown');
});
