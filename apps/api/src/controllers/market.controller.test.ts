import { expect, test } from 'vitest';
import type { QuoteView } from '../market/market-view.ts';
import { listQuotes } from './market.controller.ts';

const SOURCES = [
  { source: 'backpack', healthy: true, deviationBps: null },
  { source: 'binance', healthy: true, deviationBps: 3 },
];
const UNHEARD = SOURCES.map(({ source }) => ({ source, healthy: false, deviationBps: null }));

/** @param unseenForMs by the clock that never jumps. */
function quotesOf(ageMs: number, unseenForMs: number, more: Partial<QuoteView> = { sources: SOURCES }) {
  const prices = { asset: 'BTC_USDC', bid: '1.00', bidQuantity: '0', ask: '1.01', askQuantity: '0' };
  const quote = { ...prices, exchangeTime: '', source: 'backpack', time: Date.now() - ageMs, ...more };
  const [quotes, nothing] = [() => [quote], () => undefined];
  return listQuotes({ quotes, unseenForMs: () => unseenForMs, heldPrice: nothing, instrument: nothing }).body;
}

test('what was said of sources holds while ticks come, and no source is healthy when none has', () => {
  expect(quotesOf(4_000, 4_000)).toMatchObject({ quotes: [{ sources: SOURCES }] });
  for (const [ageMs, unseenForMs] of [
    [5_001, 0],
    [-120_000, 5_001],
  ] as const)
    expect(quotesOf(ageMs, unseenForMs)).toMatchObject({ quotes: [{ source: 'backpack', sources: UNHEARD }] });
});

test('of an only source nothing is said, however old its tick', () => {
  expect(quotesOf(160_000, 160_000, {})).toEqual({
    quotes: [expect.not.objectContaining({ sources: expect.anything() })],
  });
});
