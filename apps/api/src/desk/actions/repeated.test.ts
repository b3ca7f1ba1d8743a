import { expect, it } from 'vitest';
import { asksForSame } from './repeated.ts';

const close = { userId: 'u', orderId: 'o', asset: 'BTC_USDC', notional: '12.000000' };
const part = { quantity: '1', openQuantity: '2' };

it.each([
  ['the same', 'set-limits', { maxNotional: '5' }, { maxNotional: '5' }, true],
  [
    'the same, in another order',
    'set-limits',
    { maxOpenOrders: 1, maxNotional: '5' },
    { maxNotional: '5', maxOpenOrders: 1 },
    true,
  ],
  [
    'the same, without what was found out',
    'close-order',
    close,
    { userId: 'u', orderId: 'o', quantity: undefined },
    true,
  ],
  ['the same part', 'close-order', { ...close, ...part }, { userId: 'u', orderId: 'o', ...part }, true],
  ['another value', 'set-limits', { maxNotional: '5' }, { maxNotional: '6' }, false],
  ['one limit less', 'set-limits', { maxOpenOrders: 1, maxNotional: '5' }, { maxNotional: '5' }, false],
  ['one limit more', 'set-limits', { maxNotional: '5' }, { maxOpenOrders: 1, maxNotional: '5' }, false],
  ['all instead of a part', 'close-order', { ...close, ...part }, { userId: 'u', orderId: 'o' }, false],
  [
    'all instruments instead of one',
    'close-all',
    { userId: 'u', asset: 'BTC_USDC' },
    { userId: 'u', asset: undefined },
    false,
  ],
])('%s', (_what, kind, data, named, isSame) => {
  expect(asksForSame({ kind, data }, named)).toBe(isSame);
});
