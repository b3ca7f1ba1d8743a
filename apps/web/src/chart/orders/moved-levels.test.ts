import { describe, expect, test } from 'vitest';
import { chartOrder } from '../testing/chart-order.ts';
import type { ChartOrder } from './chart-orders.ts';
import { isMovable, levelsOf, type MovableLevel } from './levels.ts';
import { type Moves, withDone, withMove, withMoves, withoutMove, withoutSettled } from './moved-levels.ts';

function stopOf(of: ChartOrder): MovableLevel {
  const level = levelsOf(of).find(({ kind }) => kind === 'stopLoss');
  if (level === undefined || !isMovable(level)) throw new Error('the order has no stop-loss');
  return level;
}

describe('a moved level', () => {
  const before = chartOrder('a', 100, { stopLoss: 90 });
  const after = chartOrder('a', 100, { stopLoss: 95 });
  const { key } = stopOf(before);
  const moved = withMove(new Map(), stopOf(before), 95);
  const shown = (moves: Moves, account: ChartOrder) =>
    withMoves([account], withoutSettled(moves, [account])).map(({ stopLoss }) => stopLoss);

  test('stays where it was put until the account says where it is', () => {
    expect(shown(moved, before)).toEqual([95]);
    const done = withDone(moved, key, 95);
    expect(shown(done, before)).toEqual([95]);
    expect(withoutSettled(done, [after])).toEqual(new Map());
    expect(shown(done, chartOrder('a', 100, { stopLoss: 80 }))).toEqual([80]);
  });

  test('goes back when it is refused', () => {
    expect(shown(withoutMove(moved, key, 95), before)).toEqual([90]);
  });

  test('that was moved again does not mind what becomes of the first move', () => {
    const again = withMove(moved, stopOf(after), 97);
    expect(shown(withoutMove(again, key, 95), before)).toEqual([97]);
    expect(shown(withDone(again, key, 95), after)).toEqual([97]);
    expect(shown(withDone(again, key, 97), before)).toEqual([97]);
    expect(shown(withDone(again, key, 97), chartOrder('a', 100, { stopLoss: 97 }))).toEqual([97]);
  });

  test('goes with its order', () => {
    expect(withoutSettled(moved, [])).toEqual(new Map());
    expect(withoutSettled(moved, [chartOrder('a', 100)])).toEqual(new Map());
  });
});

test('moves what an order would open with its price', () => {
  const order = chartOrder('waiting', 100, { price: 100 });
  const level = { key: 'waiting/price', kind: 'price', price: 100, order } as const;
  const [moved] = withMoves([order], withMove(new Map(), level, 105));
  expect(moved).toMatchObject({ price: 105, position: { openPrice: 105 } });
});
