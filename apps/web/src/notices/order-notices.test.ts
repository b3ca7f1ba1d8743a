import { expect, it } from 'vitest';
import { type Cancelled, cancelledNotices } from './order-notices.ts';

const order = { side: 'sell', orderType: 'stop', quantity: '0.01000', asset: 'BTC_USDC', price: '61200.00' } as const;

it.each([
  ['requested', 'good', 'Order cancelled', 'Sell stop 0.01000 BTC/USDC at 61,200.00'],
  ['expired', 'warn', 'Order expired', 'Sell stop 0.01000 BTC/USDC at 61,200.00'],
  [
    ...(['insufficient_balance', 'warn', 'Price reached, but not opened'] as const),
    'Sell stop 0.01000 BTC/USDC at 61,200.00. Your balance does not cover the margin. Use a smaller size or more leverage.',
  ],
] as const)('tells why an order was cancelled: %s', (code, kind, title, text) => {
  expect(cancelledNotices([{ ...order, code }])).toEqual([{ kind, title, text }]);
});

it('tells of many at once in one sentence for each reason', () => {
  const many = Array.from({ length: 200 }, (): Cancelled => ({ ...order, code: 'requested' }));
  expect(cancelledNotices([...many, { ...order, code: 'expired' }])).toMatchObject([
    { title: 'Order cancelled', text: '200 orders' },
    { title: 'Order expired' },
  ]);
});
