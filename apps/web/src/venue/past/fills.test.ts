import { expect, it } from 'vitest';
import type { OrderUpdate } from '../api/venue-messages.ts';
import type { PastFill } from '../api/venue-schemas.ts';
import { type Fill, fillOf, joinedFills, recordedFill } from './fills.ts';
import { behindFills } from './past-fills.ts';

/** What the stream and the history tell of the same trade. */
const LIVE: OrderUpdate = {
  ...{ e: 'orderFill', s: 'A_B', i: '5', S: 'Ask', L: '1.5', l: '2', n: '0.1', N: 'B', m: true, t: 9 },
  T: 1_700_000_000_123_456,
};
const RECORDED: PastFill = {
  ...{ symbol: 'A_B', tradeId: 9, side: 'Ask', price: '1.5', quantity: '2', fee: '0.1', feeSymbol: 'B' },
  ...{ isMaker: true, timestamp: 1_700_000_000_123 },
};

const fill = (tradeId: number, time: number, symbol = 'A_B'): Fill => ({
  ...recordedFill({ ...RECORDED, tradeId, symbol }),
  time,
});
const fills = (...times: number[]) => times.map((time) => fill(time, time));
const timesOf = (joint: readonly Fill[]) => joint.map(({ time }) => time);

it('is the same fill, whether the stream or the history tells of it', () => {
  expect(fillOf(LIVE)).toEqual(recordedFill(RECORDED));
});

it('joins what comes live with what is recorded, each trade once, the newest first', () => {
  expect(timesOf(joinedFills(fills(7, 6, 5), fills(6, 5, 4, 3), false))).toEqual([7, 6, 5, 4, 3]);
  expect(joinedFills([fill(1, 5, 'C_D')], [fill(1, 5)], false)).toHaveLength(2);
  expect(joinedFills([fill(2, 5), fill(3, 5)], [fill(1, 5)], false).map(({ tradeId }) => tradeId)).toEqual([3, 2, 1]);
});

it('has no gap after a connection was lost for longer than a page', () => {
  // 3 came before, and 4 to 6 while nobody listened: of these the page has not all.
  expect(timesOf(joinedFills(fills(8, 3), fills(7, 6), true))).toEqual([8, 7, 6]);
  expect(timesOf(joinedFills(fills(8, 3), fills(7, 6, 5, 4, 3), false))).toEqual([8, 7, 6, 5, 4, 3]);
});

it('goes on behind the oldest fill, at whose time there may be more', () => {
  expect(behindFills([])).toEqual({});
  expect(behindFills(fills(9, 7, 7))).toEqual({ to: 7, offset: 2 });
});
