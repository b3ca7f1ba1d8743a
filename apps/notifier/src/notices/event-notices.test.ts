import type { JsonEvent } from '@fulcrum/protocol';
import { expect, it } from 'vitest';
import { noticesOf } from './event-notices.ts';

const [ADA, BOB] = ['00000000-0000-4000-8000-00000000000a', '00000000-0000-4000-8000-00000000000b'];
const CALLBACK = '1732000000000-0';

const closed = (userId: string, reason = 'liquidation') =>
  ({
    ...{ type: 'closed', userId, reason, side: 'buy', quantity: '0.01000', asset: 'BTC_USDC' },
    ...{ closePrice: '61000.00', pnl: '-12.000000' },
  }) as unknown as JsonEvent;
const settled = (outcome: string, note?: string) =>
  ({ type: 'hold-settled', userId: ADA, outcome, amount: '5.000000', note }) as unknown as JsonEvent;
const lines = (...events: JsonEvent[]) => noticesOf(CALLBACK, events).flatMap((notice) => notice.lines);

it('tells of liquidations, and of no other closing', () => {
  expect(lines(closed(ADA), closed(ADA, 'manual'), closed(ADA, 'stop_loss'))).toEqual([
    '2024-11-19 07:06:40 UTC: long 0.01000 BTC_USDC, closed at 61000.00: -12.000000 USDC',
  ]);
});

it('makes one notice for each user of a mass close, with the first lines and the count', () => {
  const events = Array.from({ length: 256 }, (_, event) => closed(event === 7 ? BOB : ADA));
  const notices = noticesOf(CALLBACK, events);
  expect(notices.map(({ userId, count, lines }) => [userId, count, lines.length])).toEqual([
    [ADA, 255, 20],
    [BOB, 1, 1],
  ]);
});

it('tells of a withdrawal that is paid or refused, and of none that its owner took back', () => {
  expect(lines(settled('paid'), settled('released', 'no\nproof'), settled('released'))).toEqual([
    '2024-11-19 07:06:40 UTC: 5.000000 USDC: paid out',
    '2024-11-19 07:06:40 UTC: 5.000000 USDC: refused (no proof)',
  ]);
});
