import { describe, expect, test } from 'vitest';
import { backpackKlines, binanceKlines } from './venue-klines.ts';

const RANGE = { symbol: 'BTC_USDC', seconds: 60, from: 1_795_000_020_000, to: 1_795_000_140_000 } as const;

const backpack = {
  ...{ start: '2026-11-18 11:07:00', end: '2026-11-18 11:08:00', open: '61800.1', high: '61810', low: '61790.00' },
  ...{ close: '61805', volume: '1.5', quoteVolume: '92700', trades: '7' },
};
const binance = [
  ...[1_795_000_020_000, '61800.10000000', '61810.00000000', '61790.00000000', '61805.00000000', '1.50000000'],
  ...[1_795_000_079_999, '92700.00000000', 7, '0.50000000', '30900.00000000', '0'],
];

describe('Backpack', () => {
  test('is asked in seconds', () => {
    expect(backpackKlines.pathOf(RANGE)).toBe(
      'api/v1/klines?symbol=BTC_USDC&interval=1m&startTime=1795000020&endTime=1795000140',
    );
  });

  test('tells times as text, and nothing of an interval without a trade', () => {
    const untraded = { ...backpack, open: null, high: null, low: null, close: null };
    expect(backpackKlines.schema.parse([backpack, untraded])).toEqual([
      { start: 1_795_000_020_000, open: '61800.1', high: '61810', low: '61790.00', close: '61805' },
    ]);
  });
});

describe('Binance', () => {
  test('is asked in milliseconds, without what begins at the end', () => {
    expect(binanceKlines.pathOf({ ...RANGE, symbol: 'BTCUSDT', seconds: 3_600 })).toBe(
      'api/v3/klines?symbol=BTCUSDT&interval=1h&limit=1000&startTime=1795000020000&endTime=1795000139999',
    );
  });

  test('tells rows', () => {
    expect(binanceKlines.schema.parse([binance])).toEqual([
      {
        ...{ start: 1_795_000_020_000, open: '61800.10000000', high: '61810.00000000' },
        ...{ low: '61790.00000000', close: '61805.00000000' },
      },
    ]);
  });
});

test.each([
  ['no list', { code: 'INVALID_RANGE', message: 'no' }],
  ['too many', Array.from({ length: 1_003 }, () => backpack)],
  ['a number for a price', [{ ...backpack, open: 61_800.1 }]],
  ['a price without end', [{ ...backpack, high: '9'.repeat(65) }]],
  ['an exponent', [{ ...backpack, high: '1e5' }]],
  ['a time that is none', [{ ...backpack, start: '2026-11-18T11:07:00.000Z' }]],
  ['a part that is missing', [{ ...backpack, close: undefined }]],
  ['a row that is too short', [binance.slice(0, 4)]],
  ['a fraction of a millisecond', [[1_795_000_020_000.5, ...binance.slice(1)]]],
])('%s is refused', (_, answer) => {
  expect(backpackKlines.schema.safeParse(answer).success).toBe(false);
  expect(binanceKlines.schema.safeParse(answer).success).toBe(false);
});
