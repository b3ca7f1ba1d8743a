import { describe, expect, test } from 'vitest';
import { chartOrder } from '../testing/chart-order.ts';
import type { ChartOrder } from './chart-orders.ts';
import { isMovable, levelsOf, MOST_ORDERS, nearestOrders } from './levels.ts';

describe('levels', () => {
  test('are drawn where something will happen, and only targets and stops can be moved', () => {
    const levels = levelsOf(chartOrder('a', 100, { takeProfit: 120, stopLoss: 90, liquidationPrice: 10 }));
    expect(levels.map(({ kind, price }) => [kind, price])).toEqual([
      ['liquidation', 10],
      ['entry', 100],
      ['stopLoss', 90],
      ['takeProfit', 120],
    ]);
    expect(levels.filter(isMovable).map(({ kind }) => kind)).toEqual(['stopLoss', 'takeProfit']);
    expect(levelsOf(chartOrder('b', 100)).map(({ kind }) => kind)).toEqual(['entry']);
  });

  test('of many orders are those of the nearest', () => {
    const orders = Array.from({ length: 200 }, (_, index) => chartOrder(String(index), 1_000 + index));
    const far = chartOrder('far', 9_000, { stopLoss: 1_101 });
    const nearest = nearestOrders([...orders, far], 1_100);
    expect(nearest).toHaveLength(MOST_ORDERS);
    expect(nearest).toContain(far);
    expect(nearest.every((each) => each === far || Math.abs(each.position.openPrice - 1_100) <= 6)).toBe(true);
  });
});

test('shows for what an order waits in the place of an entry', () => {
  const kinds = (levels: Partial<ChartOrder>) => levelsOf(chartOrder('one', 100, levels)).map(({ kind }) => kind);
  expect(kinds({ price: 100, stopLoss: 90 })).toEqual(['price', 'stopLoss']);
  expect(kinds({ trailingStop: 90 })).toEqual(['entry', 'trailingStop']);
});
