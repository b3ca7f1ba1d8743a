import { describe, expect, test } from 'vitest';
import { columnsOf } from './canvas/handle-columns.ts';
import { rangeWithLevels } from './canvas/price-range.ts';
import { heldPrice } from './handles/held-price.ts';
import type { ChartOrder } from './orders/chart-orders.ts';
import { isMovable, levelsOf, MOST_ORDERS, type MovableLevel, nearestOrders } from './orders/levels.ts';
import { MOST_MARKERS, placeEvents, type TradeEvent } from './orders/markers.ts';
import { type Moves, withDone, withMove, withMoves, withoutMove, withoutSettled } from './orders/moved-levels.ts';

function order(orderId: string, openPrice: number, levels: Partial<ChartOrder> = {}): ChartOrder {
  return {
    orderId,
    position: { side: 'buy', quantity: 1_000, openPrice, margin: 1_000_000n },
    name: 'Long 0.01000',
    takeProfit: undefined,
    stopLoss: undefined,
    liquidationPrice: 0,
    openedAt: 0,
    ...levels,
  };
}

function stopOf(of: ChartOrder): MovableLevel {
  const level = levelsOf(of).find(({ kind }) => kind === 'stopLoss');
  if (level === undefined || !isMovable(level)) throw new Error('the order has no stop-loss');
  return level;
}

describe('levels', () => {
  test('are drawn where something will happen, and only targets and stops can be moved', () => {
    const levels = levelsOf(order('a', 100, { takeProfit: 120, stopLoss: 90, liquidationPrice: 10 }));
    expect(levels.map(({ kind, price }) => [kind, price])).toEqual([
      ['liquidation', 10],
      ['entry', 100],
      ['stopLoss', 90],
      ['takeProfit', 120],
    ]);
    expect(levels.filter(isMovable).map(({ kind }) => kind)).toEqual(['stopLoss', 'takeProfit']);
    expect(levelsOf(order('b', 100)).map(({ kind }) => kind)).toEqual(['entry']);
  });

  test('of many orders are those of the nearest', () => {
    const orders = Array.from({ length: 200 }, (_, index) => order(String(index), 1_000 + index));
    const far = order('far', 9_000, { stopLoss: 1_101 });
    const nearest = nearestOrders([...orders, far], 1_100);
    expect(nearest).toHaveLength(MOST_ORDERS);
    expect(nearest).toContain(far);
    expect(nearest.every((each) => each === far || Math.abs(each.position.openPrice - 1_100) <= 6)).toBe(true);
  });
});

test('a level that is held keeps its distance from the pointer, and its very price where it was grabbed', () => {
  const priceAt = (clientY: number) => 1_000 - 10 * Math.round(clientY);
  expect(heldPrice(903, { byPx: 5, middleY: 14.7 }, priceAt)).toBe(850);
  expect(heldPrice(903, { byPx: 0, middleY: 9.7 }, priceAt)).toBe(903);
  expect(heldPrice(903, { byPx: 5, middleY: 14.7 }, () => undefined)).toBeUndefined();
});

describe('a moved level', () => {
  const before = order('a', 100, { stopLoss: 90 });
  const after = order('a', 100, { stopLoss: 95 });
  const { key } = stopOf(before);
  const moved = withMove(new Map(), stopOf(before), 95);
  const shown = (moves: Moves, account: ChartOrder) =>
    withMoves([account], withoutSettled(moves, [account])).map(({ stopLoss }) => stopLoss);

  test('stays where it was put until the account says where it is', () => {
    expect(shown(moved, before)).toEqual([95]);
    const done = withDone(moved, key, 95);
    expect(shown(done, before)).toEqual([95]);
    expect(withoutSettled(done, [after])).toEqual(new Map());
    expect(shown(done, order('a', 100, { stopLoss: 80 }))).toEqual([80]);
  });

  test('goes back when it is refused', () => {
    expect(shown(withoutMove(moved, key, 95), before)).toEqual([90]);
  });

  test('that was moved again does not mind what becomes of the first move', () => {
    const again = withMove(moved, stopOf(after), 97);
    expect(shown(withoutMove(again, key, 95), before)).toEqual([97]);
    expect(shown(withDone(again, key, 95), after)).toEqual([97]);
    expect(shown(withDone(again, key, 97), before)).toEqual([97]);
    expect(shown(withDone(again, key, 97), order('a', 100, { stopLoss: 97 }))).toEqual([97]);
  });

  test('goes with its order', () => {
    expect(withoutSettled(moved, [])).toEqual(new Map());
    expect(withoutSettled(moved, [order('a', 100)])).toEqual(new Map());
  });
});

describe('the range of prices', () => {
  const range = { minValue: 1_000, maxValue: 1_030 };

  test('takes in levels as long as candles have a third of it', () => {
    expect(rangeWithLevels(range, [1_060, 990, 1_200])).toEqual({ minValue: 990, maxValue: 1_060 });
    expect(rangeWithLevels(range, [])).toEqual(range);
  });

  test('takes in what is very near, however little the price moves', () => {
    const still = { minValue: 60_000, maxValue: 60_000 };
    expect(rangeWithLevels(still, [60_050, 60_100])).toEqual({ minValue: 60_000, maxValue: 60_050 });
  });
});

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

test('handles that would cover each other stand beside each other', () => {
  expect(columnsOf([100, 105, 300, 110, 122])).toEqual([0, 1, 0, 2, 0]);
});
