import type { EventJson } from '@fulcrum/matching';
import { expect, test } from 'vitest';
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
  expect(tape.day('A_B', START)).toBeUndefined();
  for (const [at, price] of ['10.0', '12.5', '9.5', '11.0'].entries())
    tape.take(fill(at + 1, price, START + at * MINUTE_MS));
  expect(tape.day('A_B', START + 3 * MINUTE_MS)).toEqual({
    ...{ first: 100, last: 110, high: 125, low: 95, volume: 200n, quoteVolume: 20_000n, trades: 4 },
  });
  expect(tape.day('A_B', START + DAY_MS + MINUTE_MS)).toMatchObject({ first: 95, high: 110, low: 95, trades: 2 });
  expect(tape.day('A_B', START + 2 * DAY_MS)).toBeUndefined();
});

test('volumes may be larger than what a number holds exactly', () => {
  const tape = new Tape();
  const large = { ...fill(1, '1.0'), quantity: '90071992547409.91' };
  tape.take(large);
  tape.take(large);
  expect(tape.day('A_B', START)?.volume).toBe(2n * 9_007_199_254_740_991n);
});
