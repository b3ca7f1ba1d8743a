import { loadRecording, MADE_UP_MINUTES, type Recording, type SymbolBooks, symbolsOf } from '@fulcrum/simulated-prices';
import { beforeAll, describe, expect, test } from 'vitest';
import { Market } from '../market.ts';
import { type Interval, MINUTE_MS, spansBetween } from './intervals.ts';
import { type BidAt, Past, type TimedBar } from './past.ts';

const HOUR_MS = 60 * MINUTE_MS;
/** Twenty minutes past an hour, and some seconds. */
const STARTED = 1_795_000_000_000 - (1_795_000_000_000 % HOUR_MS) + 20 * MINUTE_MS + 34_567;
const MINUTE = STARTED - (STARTED % MINUTE_MS);

let sources: SymbolBooks[];
let bidAt: BidAt;

beforeAll(async () => {
  const recording: Recording = await loadRecording();
  const market = new Market(
    recording,
    () => STARTED,
    () => {},
  );
  sources = symbolsOf(recording);
  bidAt = (source, atMs) => market.bidAt(source, atMs);
});

const sourceOf = (name: string) => {
  const source = sources.find(({ symbol }) => symbol === name);
  if (source === undefined) throw new Error(`${name} is missing`);
  return source;
};

/** More spans than one answer may have are asked for here. */
const between = (interval: Interval, from: number, to: number) => spansBetween(interval, from, to, 10_000) ?? [];

describe.each(['BTC_USDC', 'ETH_USDC', 'SOL_USDC'])('the past of %s', (name) => {
  const make = (seed = 1) => new Past(sourceOf(name), seed, STARTED, bidAt);

  test('has no hole and no jump, and ends at the present bid', () => {
    const now = MINUTE + 3 * MINUTE_MS + 500;
    const bars = make().bars(between('1m', MINUTE - 1_500 * MINUTE_MS, now), now);
    expect(bars).toHaveLength(1_504);
    const isSound = ({ start, open, high, low, close }: TimedBar, index: number) => {
      const before = bars[index - 1]?.close ?? open;
      const isInRange = low > 0 && low <= Math.min(open, close) && high >= Math.max(open, close) && high / low < 1.02;
      return isInRange && start === MINUTE + (index - 1_500) * MINUTE_MS && Math.abs(open / before - 1) < 0.005;
    };
    expect(bars.filter((bar, index) => !isSound(bar, index))).toEqual([]);
    expect(bars[0]?.start).toBe(MINUTE - 1_500 * MINUTE_MS);
    expect(bars.at(-5)?.close).toBe(bidAt(sourceOf(name), MINUTE));
    expect(bars.at(-1)?.close).toBe(bidAt(sourceOf(name), now));
  });

  test('has hours that are made of the same minutes', () => {
    const past = make();
    const end = MINUTE - (MINUTE % HOUR_MS) + HOUR_MS;
    const minutes = past.bars(between('1m', end - 5 * HOUR_MS, end), end);
    const hours = past.bars(between('1h', end - 5 * HOUR_MS, end), end);
    expect(hours).toEqual(
      [0, 1, 2, 3, 4].map((hour) => {
        const parts = minutes.slice(60 * hour, 60 * hour + 60);
        return {
          ...{ start: end + (hour - 5) * HOUR_MS, end: end + (hour - 4) * HOUR_MS },
          open: parts[0]?.open,
          high: Math.max(...parts.map(({ high }) => high)),
          low: Math.min(...parts.map(({ low }) => low)),
          close: parts.at(-1)?.close,
        };
      }),
    );
  });

  test('reaches back a thousand hours and no farther, and not into the future', () => {
    const past = make();
    const all = past.bars(between('1h', STARTED - 1_100 * HOUR_MS, STARTED + 100 * HOUR_MS), STARTED);
    expect(all.length).toBeGreaterThanOrEqual(1_001);
    expect(all[0]?.start).toBeGreaterThanOrEqual(MINUTE - MADE_UP_MINUTES * MINUTE_MS);
    expect(all.at(-1)?.start).toBe(STARTED - (STARTED % HOUR_MS));
    const [low, high] = [Math.min(...all.map((bar) => bar.low)), Math.max(...all.map((bar) => bar.high))];
    expect(high / low).toBeLessThan(4);
    expect(past.bars(between('1h', STARTED - 9_000 * HOUR_MS, STARTED - 8_000 * HOUR_MS), STARTED)).toEqual([]);
  });

  test('has weeks and months, which are made of the same hours', () => {
    const past = make();
    for (const interval of ['1w', '1month'] as const) {
      const bars = past.bars(between(interval, STARTED - 900 * HOUR_MS, STARTED), STARTED);
      expect(bars.length).toBeGreaterThanOrEqual(1);
      for (const { start, end, high, low } of bars) {
        const hours = past.bars(between('1h', start, Math.min(end, STARTED)), STARTED);
        expect([high, low]).toEqual([
          Math.max(...hours.map((bar) => bar.high)),
          Math.min(...hours.map((bar) => bar.low)),
        ]);
      }
    }
  });

  test('is the same each time, and another one for another seed', () => {
    const day = (past: Past) => past.bars(between('1m', MINUTE - 1_000 * MINUTE_MS, MINUTE), STARTED);
    expect(day(make())).toEqual(day(make()));
    expect(day(make(2))).not.toEqual(day(make()));
  });
});
