import { Prisma } from '@fulcrum/db';
import { Problem } from '@fulcrum/http';
import { describe, expect, it } from 'vitest';
import type { KlinesQuery } from '../http/schemas.ts';
import { INTERVAL_SECONDS } from './intervals.ts';
import { klineRange, toKline } from './klines.ts';

const NOW = Date.UTC(2024, 8, 11, 12, 34, 56, 789);

const rangeOf = (query: Partial<KlinesQuery>, now = NOW) =>
  klineRange({ symbol: 'BTC_USDC', interval: '1m', startTime: 0, ...query }, now);

const seconds = (text: string) => Date.parse(`${text}Z`) / 1_000;

describe('the intervals of a range', () => {
  it.each([
    // interval, startTime, endTime, and when the first one begins
    ['1m', '2024-09-11T12:00:00', '2024-09-11T12:05:00', '2024-09-11T12:00:00'],
    ['1m', '2024-09-11T12:00:01', '2024-09-11T12:05:01', '2024-09-11T12:01:00'],
    ['1d', '2024-09-10T00:00:01', '2024-09-11T12:05:01', '2024-09-11T00:00:00'],
    ['4h', '2024-09-10T23:00:00', '2024-09-11T12:00:00', '2024-09-11T00:00:00'],
    ['1s', '2024-09-11T12:00:01', '2024-09-11T12:00:02', '2024-09-11T12:00:01'],
  ] as const)('of %s from %s to %s begin at %s', (interval, startTime, endTime, first) => {
    const range = rangeOf({ interval, startTime: seconds(startTime), endTime: seconds(endTime) });
    const step = 1_000 * INTERVAL_SECONDS[interval];
    expect(range).toEqual({ asset: 'BTC_USDC', from: 1_000 * seconds(first), to: 1_000 * seconds(endTime), step });
  });

  it('reach to now when no end is named, so that the last one is still running', () => {
    expect(rangeOf({ startTime: seconds('2024-09-11T12:00:00') }).to).toBe(NOW);
  });

  it.each([
    ['1s', '2024-09-11T12:00:00', '2024-09-11T12:25:00'],
    ['1m', '2024-09-10T00:00:00', '2024-09-11T01:00:00'],
    ['1m', '2024-09-10T00:00:30', '2024-09-11T01:00:30'],
  ] as const)('are 1,500 of %s from %s to %s, and a second more is too much', (interval, startTime, endTime) => {
    const from = seconds(startTime);
    const to = seconds(endTime);
    const span = { interval, startTime: from };
    expect(() => rangeOf({ ...span, endTime: to })).not.toThrow();
    const more = to + INTERVAL_SECONDS[interval];
    const problem = thrownBy(() => rangeOf({ ...span, endTime: more }));
    expect(problem).toMatchObject({ status: 400, code: 'invalid_input' });
    expect(problem?.fields.errors?.startTime).toContain('asks for 1501 candles, and an answer has at most 1500');
  });

  it.each([
    [60, 60],
    [61, 60],
    [Math.ceil(NOW / 1_000), undefined],
  ])('are none from %s to %s', (startTime, endTime) => {
    const problem = thrownBy(() => rangeOf({ startTime, endTime }));
    expect(problem?.fields.errors?.startTime).toContain('must be before endTime');
  });
});

function thrownBy(work: () => unknown): Problem | undefined {
  try {
    work();
  } catch (error) {
    if (error instanceof Problem) return error;
    throw error;
  }
  return undefined;
}

it('says whose a candle is, where it is not made of our own ticks', () => {
  const price = new Prisma.Decimal('61800.5');
  const prices = { open: price, high: price, low: price, close: price };
  const candle = { start: 1_726_056_000_000n, firstStart: 1_726_056_000_000n, ...prices, ticks: 0n };
  const kline = toKline({ ...candle, source: 'backpack' }, 60_000, 2);
  expect(kline).toMatchObject({ start: '2024-09-11 12:00:00', open: '61800.50', trades: '0', source: 'backpack' });
  expect(toKline({ ...candle, source: null }, 60_000, 2)).not.toHaveProperty('source');
});
