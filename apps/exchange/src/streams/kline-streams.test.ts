import type { EventJson, MarketSettings } from '@fulcrum/matching';
import { expect, test } from 'vitest';
import { Tape } from '../market-data/tape.ts';
import { KlineStreams } from './kline-streams.ts';

const START = 1_795_000_020_000;
const settings = { market: 'A_B', priceDecimals: 1, quantityDecimals: 2, quoteDecimals: 3 } as MarketSettings;

test('a kline is told when it has grown, and a last time when it is over', () => {
  const tape = new Tape();
  const klines = new KlineStreams(tape);
  let tradeId = 0;
  const trade = (price: string, time: number) => {
    tradeId += 1;
    const fill = { type: 'fill', market: 'A_B', tradeId, price, quantity: '0.50', quoteQuantity: '5.000', time };
    tape.take(fill as EventJson<'fill'>);
  };
  const due = (nowMs: number) =>
    klines.due('kline.1m.A_B', settings, '1m', nowMs).map((message) => {
      const { t, o, c, n, v, X } = message as Record<string, unknown>;
      return [String(t).slice(-8), o, c, v, n, X];
    });
  expect(klines.present(settings, '1m', START)).toBeUndefined();
  expect(due(START + 2_000)).toEqual([]);
  trade('10.0', START + 2_500);
  trade('11.5', START + 2_600);
  const first = ['11:07:00', '10.0', '11.5', '1.00', 2, false];
  expect(due(START + 3_000)).toEqual([first]);
  expect(due(START + 4_000)).toEqual([]);
  trade('12.0', START + 59_999);
  // What was traded before its end may be confirmed a moment later.
  expect(due(START + 60_500)).toEqual([['11:07:00', '10.0', '12.0', '1.50', 3, false]]);
  trade('9.0', START + 61_000);
  expect(due(START + 61_500)).toEqual([
    ['11:07:00', '10.0', '12.0', '1.50', 3, true],
    ['11:08:00', '9.0', '9.0', '0.50', 1, false],
  ]);
  expect(due(START + 121_500)).toEqual([['11:08:00', '9.0', '9.0', '0.50', 1, true]]);
  expect(due(START + 181_500)).toEqual([]);
});
