import { expect, test } from 'vitest';
import { testInstrument } from '../testing/test-instruments.ts';
import type { VenueTicker } from '../venues/venue-message.ts';
import { checkTick } from './check-tick.ts';

const BTC = testInstrument('BTC_USDC');
const TICKER: VenueTicker = {
  ...{ symbol: 'BTCUSDT', updateId: 1n, bid: '61800.10', bidQuantity: '1', ask: '61800.20', askQuantity: '2' },
  exchangeTime: undefined,
};
const check = (fields: Partial<VenueTicker>) => checkTick({ ...TICKER, ...fields }, BTC, 'test');

test('a good tick gets our name for the asset and exactly the digits of the instrument', () => {
  const fields = { bid: '61800.10000000', bidQuantity: '0.50000000', ask: '61801', exchangeTime: 12 };
  expect(check(fields)).toEqual({
    tick: {
      ...{ asset: 'BTC_USDC', bid: '61800.10', bidQuantity: '0.50000000', ask: '61801.00', askQuantity: '2' },
      ...{ exchangeTime: 12, source: 'test' },
    },
    isRounded: false,
  });
});

test('the price counts without a size', () => {
  const tick = { bid: '61800.10', bidQuantity: '0', ask: '61800.20', askQuantity: '0' };
  expect(check({ bidQuantity: undefined, askQuantity: undefined })).toMatchObject({ tick });
});

test('a bid may equal the ask', () => {
  expect(check({ bid: '61800.20' })).toMatchObject({ tick: { bid: '61800.20', ask: '61800.20' } });
});

test.each([
  ['60000.005', '60000.005', '60000.00', '60000.01'],
  ['60000.00999999', '60000.00000001', '60000.00', '60000.01'],
  ['59999.991', '59999.999', '59999.99', '60000.00'],
  ['0.019', '99.9901', '0.01', '100.00'],
])('bid %s and ask %s, finer than the grid, are rounded to %s and %s', (bid, ask, roundedBid, roundedAsk) => {
  expect(check({ bid, ask })).toMatchObject({ tick: { bid: roundedBid, ask: roundedAsk }, isRounded: true });
});

test.each([
  ['crossed', { bid: '61800.21' }],
  ['not_positive', { bid: '0.00' }],
  ['not_positive', { bid: '-61800.10' }],
  ['not_positive', { bid: '-0.001' }],
  ['not_positive', { ask: '-0' }],
  ['off_grid', { bid: '0.001' }],
  ['off_grid', { ask: '9'.repeat(400) }],
  ['off_grid', { ask: `${'9'.repeat(400)}.001` }],
] as const)('%s: %j', (fault, fields) => {
  expect(check(fields)).toBe(fault);
});
