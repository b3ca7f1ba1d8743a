import { Prisma, type TapePast } from '@fulcrum/db';
import type { EventJson, MarketSettings } from '@fulcrum/matching';
import { describe, expect, test } from 'vitest';
import { MAX_TRADES, Tape } from './tape.ts';

const MINUTE_MS = 60_000;
const DAY_MS = 24 * 60 * MINUTE_MS;
const START = 1_795_000_020_000;

const fill = (tradeId: number, price: string, time = START) =>
  ({
    type: 'fill',
    market: 'A_B',
    tradeId,
    price,
    quantity: '0.50',
    quoteQuantity: '5.000',
    time,
  }) as EventJson<'fill'>;

test('the last trades come first, and no more of them than are kept', () => {
  const tape = new Tape();
  for (let tradeId = 1; tradeId <= 3 * MAX_TRADES; tradeId += 1) tape.take(fill(tradeId, '10.0'));
  expect(tape.trades('A_B', 3).map(({ tradeId }) => tradeId)).toEqual([3_000, 2_999, 2_998]);
  expect(tape.trades('A_B', 2, 10).map(({ tradeId }) => tradeId)).toEqual([2_990, 2_989]);
  expect(tape.trades('A_B', MAX_TRADES)).toHaveLength(MAX_TRADES);
  expect(tape.trades('A_B', 5, 100_000)).toEqual([]);
  expect(tape.trades('NO_SUCH', 5)).toEqual([]);
});

test('a day has first, last, high, low and sums, and forgets what is older to the minute', () => {
  const tape = new Tape();
  expect(tape.last('A_B', '1d', START)).toBeUndefined();
  for (const [at, price] of ['10.0', '12.5', '9.5', '11.0'].entries())
    tape.take(fill(at + 1, price, START + at * MINUTE_MS));
  expect(tape.last('A_B', '1d', START + 3 * MINUTE_MS)).toEqual({
    ...{ first: 100, last: 110, high: 125, low: 95, volume: 200n, quoteVolume: 20_000n, trades: 4 },
  });
  expect(tape.last('A_B', '1d', START + DAY_MS + MINUTE_MS)).toMatchObject({
    first: 95,
    high: 110,
    low: 95,
    trades: 2,
  });
  expect(tape.last('A_B', '1d', START + 2 * DAY_MS)).toBeUndefined();
});

test('a day is put together once a trade or a minute, however often it is asked for', () => {
  const tape = new Tape();
  tape.take(fill(1, '10.0'));
  tape.take(fill(2, '12.0', START + MINUTE_MS));
  const told = tape.last('A_B', '1d', START + MINUTE_MS);
  expect(tape.last('A_B', '1d', START + 2 * MINUTE_MS - 1)).toBe(told);
  tape.take(fill(3, '14.0', START + MINUTE_MS));
  expect(tape.last('A_B', '1d', START + MINUTE_MS)).toMatchObject({ last: 140, trades: 3 });
  expect(tape.last('A_B', '1d', START + DAY_MS)).toMatchObject({ first: 120, trades: 2 });
});

test('a week is told to the hour', () => {
  const tape = new Tape();
  tape.take(fill(1, '10.0'));
  tape.take(fill(2, '12.0', START + 3 * DAY_MS));
  expect(tape.last('A_B', '1w', START + 3 * DAY_MS)).toMatchObject({ first: 100, last: 120, trades: 2 });
  expect(tape.last('A_B', '1d', START + 3 * DAY_MS)).toMatchObject({ first: 120, trades: 1 });
  expect(tape.last('A_B', '1w', START + 7 * DAY_MS)).toMatchObject({ first: 120, trades: 1 });
  expect(tape.last('A_B', '1w', START + 10 * DAY_MS)).toBeUndefined();
});

test('volumes may be larger than what a number holds exactly', () => {
  const tape = new Tape();
  const large = { ...fill(1, '1.0'), quantity: '90071992547409.91' };
  tape.take(large);
  tape.take(large);
  expect(tape.last('A_B', '1d', START)?.volume).toBe(2n * 9_007_199_254_740_991n);
});

describe('the past that is recorded', () => {
  const settings = { market: 'A_B', priceDecimals: 1, quantityDecimals: 2, quoteDecimals: 3 } as MarketSettings;
  const minute = START - (START % MINUTE_MS);

  /** Trades up to a number, of which all but the last were in the minute before. */
  function recorded(last: number): TapePast {
    const trade = {
      price: 100n,
      quantity: 50n,
      quoteQuantity: 5_000n,
      takerSide: 'buy' as const,
      tradedAt: BigInt(START),
    };
    const sums = (count: number) => ({
      ...{
        volume: new Prisma.Decimal(50 * count),
        quoteVolume: new Prisma.Decimal(5_000 * count),
        trades: BigInt(count),
      },
    });
    const candle = { open: 90n, high: 110n, low: 90n, close: 100n };
    return {
      trades: Array.from({ length: last }, (_, index) => ({ ...trade, tradeId: BigInt(last - index) })),
      candles: [
        { ...candle, ...sums(last - 1), seconds: 60, start: BigInt(minute - MINUTE_MS) },
        { ...candle, ...sums(1), seconds: 60, start: BigInt(minute) },
        { ...candle, ...sums(last), seconds: 3_600, start: BigInt(minute - (minute % (60 * MINUTE_MS))) },
      ],
    };
  }

  test('is put before what has come, and what is in both counts once', () => {
    const tape = new Tape();
    tape.await('A_B');
    for (const tradeId of [4, 5, 6, 7]) tape.take(fill(tradeId, '12.0'));
    expect(tape.last('A_B', '1d', START)?.trades).toBe(4);
    tape.putBefore(settings, recorded(5));
    expect(tape.trades('A_B', 10).map(({ tradeId }) => tradeId)).toEqual([7, 6, 5, 4, 3, 2, 1]);
    expect(tape.trades('A_B', 1, 6)).toEqual([
      { tradeId: 1, price: '10.0', quantity: '0.50', quoteQuantity: '5.000', takerSide: 'buy', time: START },
    ]);
    expect(tape.last('A_B', '1d', START)).toEqual({
      ...{ first: 90, last: 120, high: 120, low: 90, volume: 350n, quoteVolume: 35_000n, trades: 7 },
    });
    const span = { start: minute, end: minute + MINUTE_MS };
    expect(tape.candle('A_B', span, START)).toMatchObject({ first: 90, last: 120, trades: 3 });
    const month = { start: minute - 20 * DAY_MS, end: minute + 11 * DAY_MS };
    expect(tape.candle('A_B', month, START)).toMatchObject({ first: 90, high: 120, trades: 7 });
    tape.take(fill(8, '13.0'));
    expect(tape.last('A_B', '1d', START)).toMatchObject({ last: 130, trades: 8 });
  });

  test('is put once it reaches up to the oldest trade that is kept of those that came', () => {
    const tape = new Tape(4);
    tape.await('A_B');
    for (const tradeId of [4, 5, 6, 7, 8]) tape.take(fill(tradeId, '12.0'));
    expect(tape.putBefore(settings, recorded(5))).toBe(false);
    expect(tape.last('A_B', '1d', START)?.trades).toBe(5);
    expect(tape.putBefore(settings, recorded(6))).toBe(true);
    expect(tape.last('A_B', '1d', START)?.trades).toBe(8);
    expect(tape.trades('A_B', 10)).toHaveLength(8);
  });

  test('changes nothing where it is not awaited any more', () => {
    const tape = new Tape();
    tape.await('A_B');
    tape.take(fill(1, '12.0'));
    tape.giveUp('A_B');
    tape.putBefore(settings, recorded(5));
    tape.await('A_B');
    tape.clear();
    tape.putBefore(settings, recorded(5));
    expect(tape.trades('A_B', 10)).toEqual([]);
  });
});
