import { describe, expect, test } from 'vitest';
import { type Candle, candleAt, mergeCandles, readCandles, withTick } from './candles.ts';

const INSTRUMENT = {
  asset: 'BTC_USDC',
  priceDecimals: 2,
  quantityDecimals: 5,
  minQuantity: 1,
  maxQuantity: 1_000_000,
  maxLeverage: 100,
  maxQuoteAgeMs: 5_000,
};

function flat(time: number, price: number): Candle {
  return { time, open: price, high: price, low: price, close: price };
}

test('candles are read in UTC, sorted, and without those that make no sense', () => {
  const kline = { open: '1.00', high: '2.00', low: '0.50', close: '1.5' };
  const read = readCandles(
    [
      { ...kline, start: '1970-01-01 00:02:00' },
      { ...kline, start: '1970-01-01 00:01:00' },
      { ...kline, start: 'yesterday' },
      { ...kline, start: '1970-01-01 00:03:00', low: '0.001' },
    ],
    INSTRUMENT,
  );
  expect(read).toEqual([
    { time: 60, open: 100, high: 200, low: 50, close: 150 },
    { time: 120, open: 100, high: 200, low: 50, close: 150 },
  ]);
});

describe('merging', () => {
  test.each([
    ['nothing with something', [], [1, 2], [1, 2]],
    ['older with newer ones', [1, 2], [3, 4], [1, 2, 3, 4]],
    ['newer with older ones', [3, 4], [1, 2], [1, 2, 3, 4]],
    ['what lies between', [1, 5], [2, 3], [1, 2, 3, 5]],
    ['what both have', [1, 2, 3], [2, 3, 4], [1, 2, 3, 4]],
  ])('%s', (_, before, then, merged) => {
    const all = mergeCandles(
      before.map((time) => flat(time, 10)),
      then.map((time) => flat(time, 20)),
    );
    expect(all.map(({ time }) => time)).toEqual(merged);
    for (const { time, close } of all) expect(close).toBe(then.includes(time) ? 20 : 10);
  });
});

describe('a tick', () => {
  const newest: Candle = { time: 60, open: 100, high: 110, low: 95, close: 105 };

  test('in the newest interval moves the close, and the high and the low with it', () => {
    expect(withTick(newest, { price: 120, timeMs: 119_999 }, 60)).toEqual({ ...newest, high: 120, close: 120 });
    expect(withTick(newest, { price: 90, timeMs: 60_000 }, 60)).toEqual({ ...newest, low: 90, close: 90 });
  });

  test('after it begins a candle at the price', () => {
    expect(withTick(newest, { price: 101, timeMs: 120_000 }, 60)).toEqual(flat(120, 101));
    expect(withTick(undefined, { price: 101, timeMs: 250_000 }, 60)).toEqual(flat(240, 101));
  });

  test('that is late, or changes nothing, leaves the candle as it is', () => {
    expect(withTick(newest, { price: 200, timeMs: 59_999 }, 60)).toBe(newest);
    expect(withTick(newest, { price: 105, timeMs: 61_000 }, 60)).toBe(newest);
  });
});

test('the candle of a time is the last one that began by then', () => {
  const candles = [flat(60, 1), flat(120, 1), flat(300, 1)];
  expect([59, 60, 119, 120, 299, 300, 900].map((time) => candleAt(candles, time))).toEqual([-1, 0, 0, 1, 1, 2, 2]);
});
