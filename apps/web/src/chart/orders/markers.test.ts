import { describe, expect, test } from 'vitest';
import { MOST_MARKERS, placeEvents, type TradeEvent } from './markers.ts';

describe('what happened', () => {
  const candles = [60, 120, 300].map((time) => ({ time, open: 1, high: 1, low: 1, close: 1 }));
  const event = (id: string, seconds: number, kind: TradeEvent['kind'] = 'buy') => ({
    id,
    timeMs: seconds * 1_000,
    kind,
  });

  test('stands at the candle of its time, or at the last one before', () => {
    const placed = placeEvents([event('c', 299, 'gain'), event('a', 60), event('b', 179), event('x', 59)], candles);
    expect(placed.map(({ id, time }) => [id, time])).toEqual([
      ['a', 60],
      ['b', 120],
      ['c', 120],
    ]);
  });

  test('more than once in a candle is one with a number, and the same thing is counted once', () => {
    const placed = placeEvents([event('a', 61), event('b', 62), event('a', 61), event('c', 63, 'sell')], candles);
    expect(placed.map(({ id, kind, count }) => [id, kind, count])).toEqual([
      ['b', 'buy', 2],
      ['c', 'sell', 1],
    ]);
  });

  test('is shown as far back as there is room', () => {
    const many = Array.from({ length: 600 }, (_, index) => ({ ...candles[0], time: index * 60 })) as typeof candles;
    const placed = placeEvents(
      many.map(({ time }) => event(String(time), time)),
      many,
    );
    expect(placed).toHaveLength(MOST_MARKERS);
    expect(placed.at(-1)?.time).toBe(599 * 60);
  });
});
