import { expect, test } from 'vitest';
import { checkTick } from './check-tick.ts';
import { INSTRUMENTS } from './instruments.ts';

const BTC = INSTRUMENTS.get('BTC_USDC');
const check = (fields: Record<string, unknown>) =>
  checkTick({ s: 'BTCUSDT', u: 1, b: '61800.10', B: '1', a: '61800.20', A: '2', ...fields }, BTC);

test('a good tick gets our name for the asset and exactly the digits of the instrument', () => {
  expect(check({ b: '61800.10000000', B: '0.50000000', a: '61801', A: '2' })).toEqual({
    ...{ asset: 'BTC_USDC', bid: '61800.10', bidQuantity: '0.50000000', ask: '61801.00', askQuantity: '2' },
    exchangeTime: undefined,
  });
});

test("the time is that of the venue's engine, or else that of the event", () => {
  expect(check({ E: 12, T: 11 })).toMatchObject({ exchangeTime: 11 });
  expect(check({ E: 12 })).toMatchObject({ exchangeTime: 12 });
});

test('a bid may equal the ask', () => {
  expect(check({ b: '61800.20' })).toMatchObject({ bid: '61800.20', ask: '61800.20' });
});

test.each([
  ['crossed', { b: '61800.21' }],
  ['not_positive', { b: '0.00' }],
  ['not_positive', { b: '-61800.10' }],
  ['not_positive', { a: '-0' }],
  ['off_grid', { b: '61800.101' }],
  ['off_grid', { a: '61800.209' }],
  ['off_grid', { a: '9'.repeat(400) }],
  ['invalid', { B: '-1' }],
  ['invalid', { A: '1'.repeat(33) }],
])('%s: %j', (fault, fields) => {
  expect(check(fields)).toBe(fault);
});

test('a symbol that is not ours is unknown', () => {
  expect(checkTick({ s: 'DOGEUSDT', u: 1, b: '1', B: '1', a: '2', A: '1' }, undefined)).toBe('unknown_asset');
});
