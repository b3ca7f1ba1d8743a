import { expect, test } from 'vitest';
import { testInstrument } from '../testing/test-instruments.ts';
import type { VenueKline } from '../venues/venue-klines.ts';
import { checkKlines, KlineError } from './check-klines.ts';

const MINUTE = 60_000;
const START = 1_795_000_020_000;
const RANGE = { symbol: 'BTC_USDC', seconds: 60, from: START, to: START + 10 * MINUTE } as const;

/** Open, high, low and close. */
const kline = (minute: number, prices: string): VenueKline => {
  const [open = '', high = '', low = '', close = ''] = prices.split(' ');
  return { start: START + minute * MINUTE, open, high, low, close };
};

const check = (...klines: VenueKline[]) => checkKlines(klines, RANGE, testInstrument('BTC_USDC'));

test('klines are put on the grid, rounded down, and what is still running is left out', () => {
  expect(
    check(
      kline(0, '100.009 101.5 99 100'),
      kline(1, '100 100 100 100'),
      kline(9, '1000 1000 101 101'),
      kline(10, '0 0 0 0'),
    ),
  ).toEqual([
    { start: START, open: '100.00', high: '101.50', low: '99.00', close: '100.00' },
    { start: START + MINUTE, open: '100.00', high: '100.00', low: '100.00', close: '100.00' },
    { start: START + 9 * MINUTE, open: '1000.00', high: '1000.00', low: '101.00', close: '101.00' },
  ]);
});

test.each([
  ['begins where none can begin', [kline(0.5, '100 100 100 100')]],
  ['begins where none can begin', [kline(Number.NaN, '100 100 100 100')]],
  ['was not asked for', [kline(-1, '100 100 100 100')]],
  ['is out of order', [kline(1, '100 100 100 100'), kline(0, '100 100 100 100')]],
  ['is out of order', [kline(1, '100 100 100 100'), kline(1, '100 100 100 100')]],
  ['has a price that cannot be', [kline(0, '0 100 0 100')]],
  ['has a price that cannot be', [kline(0, '0.001 100 0.001 100')]],
  ['has a price that cannot be', [kline(0, '-1 100 -1 100')]],
  ['has a price that cannot be', [kline(0, `100 ${'9'.repeat(60)} 100 100`)]],
  ['has a price outside its own range', [kline(0, '100 99 98 99')]],
  ['has a price outside its own range', [kline(0, '100 101 99 98')]],
  ['jumps farther than any price does', [kline(0, '100 1001 100 100')]],
  ['jumps farther than any price does', [kline(0, '100 100 100 100'), kline(1, '1001 1001 1001 1001')]],
  ['jumps farther than any price does', [kline(0, '100 100 100 100'), kline(1, '9.99 9.99 9.99 9.99')]],
])('one that %s spoils all of them', (fault, klines) => {
  const sound = kline(9, '100 100 100 100');
  expect(() => check(...klines, sound)).toThrow(KlineError);
  expect(() => check(...klines, sound)).toThrow(fault);
});
