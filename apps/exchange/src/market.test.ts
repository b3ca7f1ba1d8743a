import { type BookTicker, bookTickerSchema } from '@fulcrum/protocol';
import { loadRecording, Playback, type Recording } from '@fulcrum/simulated-prices';
import { beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { Market } from './market.ts';

const message = z.object({ stream: z.string(), data: bookTickerSchema });
const START_MS = 1_795_000_000_000;

let recording: Recording;
let nowMs: number;
let ticks: BookTicker[];

beforeAll(async () => {
  recording = await loadRecording();
});
beforeEach(() => {
  nowMs = START_MS;
  ticks = [];
});

const open = () =>
  new Market(
    recording,
    () => nowMs,
    (_stream, frame) => ticks.push(read(frame)),
  );
const read = (frame: Buffer | undefined) => message.parse(JSON.parse(String(frame))).data;
const of = (symbol: string) => ticks.filter(({ s }) => s === symbol);

/** Plays as the process does: it looks again when the market says so. */
function play(market: Market, forMs: number): void {
  for (const endMs = nowMs + forMs; nowMs < endMs; ) nowMs += market.advance();
  market.advance();
}

describe('the market', () => {
  test('tells every recorded book within one cycle, forwards and backwards, and never jumps', () => {
    const market = open();
    const cycleMs = Math.ceil(new Playback(recording.timeUs).cycleUs / 1_000);
    play(market, cycleMs);
    // The two turns have their row once, and the rows within one microsecond of each other are told only forwards.
    expect(of('BTC_USDC').length).toBeGreaterThan(2 * 66_089 - 700);
    expect(of('BTC_USDC').length).toBeLessThan(2 * 66_089 + 200);
    // Backwards the rows' own ids would fall.
    const ids = of('BTC_USDC').map(({ u }) => Number(u));
    expect(ids.findIndex((id, index) => id <= (ids[index - 1] ?? 0))).toBe(-1);
    for (const [symbol, largest] of [
      ['BTC_USDC', 67.1],
      ['ETH_USDC', 4.8],
      ['SOL_USDC', 0.31],
    ] as const) {
      const bids = of(symbol).map(({ b }) => Number(b));
      const jumps = bids.slice(1).map((bid, index) => Math.abs(bid - (bids[index] ?? 0)));
      expect(jumps.reduce((most, jump) => Math.max(most, jump), 0)).toBeLessThanOrEqual(largest + 1e-6);
    }
  });

  test('speaks Backpack, with microseconds of the present and a growing update id', () => {
    const market = open();
    play(market, 5_000);
    const btc = of('BTC_USDC');
    expect(Object.keys(btc[0] ?? {})).toEqual(['e', 'E', 's', 'a', 'A', 'b', 'B', 'u', 'T']);
    expect(btc[0]).toMatchObject({ e: 'bookTicker', a: expect.stringMatching(/^6\d{4}\.\d{2}$/) });
    for (const [index, { u, E = 0, T = 0 }] of btc.entries()) {
      expect(u).toBeTypeOf('number');
      if (index > 0) expect(u).toBeGreaterThan(Number(btc[index - 1]?.u));
      expect(E).toBeGreaterThanOrEqual(START_MS * 1_000);
      expect(E - T).toBeGreaterThanOrEqual(0);
      expect(E - T).toBeLessThan(50_000);
    }
  });

  test('is, after a restart, where it would have been, and another venue agrees', () => {
    const market = open();
    play(market, 61_000);
    const restarted = open();
    for (const stream of market.symbols.keys()) {
      const [before, after] = [read(market.current(stream)), read(restarted.current(stream))];
      expect({ ...after, u: 0, T: 0 }).toEqual({ ...before, u: 0, T: 0 });
      expect(Number(after.u)).toBeGreaterThanOrEqual(Number(before.u));
    }
    const goOn = nowMs;
    ticks = [];
    play(market, 5_000);
    const expected = ticks;
    ticks = [];
    nowMs = goOn;
    play(restarted, 5_000);
    expect(ticks).toEqual(expected);
    expect(ticks.length).toBeGreaterThan(20);
  });

  test('after having been held up tells only the latest book of each symbol', () => {
    const market = open();
    play(market, 1_000);
    ticks = [];
    nowMs += 30_000;
    market.advance();
    expect(ticks.map(({ s }) => s).toSorted()).toEqual(['BTC_USDC', 'ETH_USDC', 'SOL_USDC']);
    expect(ticks[0]).toEqual(read(market.current('bookTicker.BTC_USDC')));
  });

  test('tells all that became due within a moment', () => {
    const playback = new Playback(recording.timeUs);
    const market = open();
    const before = playback.stepAt(nowMs * 1_000);
    const firstDueMs = playback.startOf(before + 1) / 1_000;
    nowMs = Math.floor(firstDueMs) + 45;
    market.advance();
    expect(of('BTC_USDC')).toHaveLength(playback.stepAt(nowMs * 1_000) - before);
    expect(of('BTC_USDC').length).toBeGreaterThan(1);
  });

  test('looks again soon, and follows a clock that was set back', () => {
    const market = open();
    nowMs -= 60_000;
    const waitMs = market.advance();
    expect(waitMs).toBeGreaterThan(0);
    expect(waitMs).toBeLessThanOrEqual(1_000);
    const after = open();
    expect(read(market.current('bookTicker.BTC_USDC'))).toEqual(read(after.current('bookTicker.BTC_USDC')));
  });

  test('has no book for a stream that does not exist', () => {
    expect(open().current('bookTicker.NO_SUCH')).toBeUndefined();
  });
});
