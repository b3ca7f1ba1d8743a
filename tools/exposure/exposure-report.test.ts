import { toUnits } from '@fulcrum/exposure';
import { expect, it } from 'vitest';
import { linesOf, reportOf } from './exposure-report.ts';

const open = (long: string, short: string) => ({ long: toUnits(long), short: toUnits(short) });
const EXPOSURES = [
  ['BTC_USDC', open('5', '2')],
  ['ETH_USDC', open('0', '1.5')],
] as const;
const PRICES = new Map([
  ['BTC_USDC', 60_000],
  ['ETH_USDC', 2_000],
]);

it('tells what clients have open without a hedge', () => {
  const report = reportOf({ exposures: EXPOSURES, prices: new Map([['BTC_USDC', 60_000]]), holdings: [] });
  expect(report).toEqual({
    instruments: [
      { instrument: 'BTC_USDC', long: '5', short: '2', net: '3', price: 60_000, value: 180_000 },
      { instrument: 'ETH_USDC', long: '0', short: '1.5', net: '-1.5', price: null, value: null },
    ],
    results: {},
  });
  expect(linesOf(report)).toEqual([
    'instrument  long  short   net  price      value',
    'BTC_USDC       5      2     3  60000  180000.00',
    'ETH_USDC       0    1.5  -1.5      -          -',
  ]);
});

it('tells what is hedged, what is left, and the result of both at the present prices', () => {
  const holdings = [
    { asset: 'BTC', baseline: '50', amount: '52.5' },
    { asset: 'ETH', baseline: '100', amount: '98.5' },
    // 2.5 BTC were bought for 59,000 each, and 1.5 ETH sold for 2,100 each.
    { asset: 'USDC', baseline: '1000000', amount: '855650' },
  ];
  const report = reportOf({ exposures: EXPOSURES, prices: PRICES, holdings });
  expect(report.instruments).toMatchObject([
    { hedged: '2.5', left: '0.5' },
    { hedged: '-1.5', left: '0' },
  ]);
  expect(report.results).toEqual({ USDC: 2_650 });
  expect(linesOf(report).at(-1)).toBe('result of the hedge: 2650.00 USDC');
  expect(reportOf({ exposures: EXPOSURES, prices: new Map(), holdings }).results).toEqual({ USDC: null });
});

it('marks an instrument that is not hedged beside one that is', () => {
  const holdings = [
    { asset: 'BTC', baseline: '50', amount: '50' },
    { asset: 'USDC', baseline: '7', amount: '7' },
  ];
  const lines = linesOf(reportOf({ exposures: EXPOSURES, prices: PRICES, holdings }));
  expect(lines[2]).toMatch(/^ETH_USDC .* -3000\.00 +- +-$/);
});
