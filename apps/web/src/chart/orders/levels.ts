import { isReachable } from '../../trading/liquidation.ts';
import type { ChartOrder } from './chart-orders.ts';

export type LevelKind = 'entry' | 'price' | 'takeProfit' | 'stopLoss' | 'trailingStop' | 'liquidation';

/** A price at which something happened or will happen to an order. */
export interface Level {
  /** Unique for each level of each order. */
  readonly key: string;
  readonly kind: LevelKind;
  /** In grid units. */
  readonly price: number;
  readonly order: ChartOrder;
}

/** A level that its owner may move. */
export interface MovableLevel extends Level {
  readonly kind: 'takeProfit' | 'stopLoss' | 'price';
}

export const LEVEL_NAMES = { takeProfit: 'take-profit', stopLoss: 'stop-loss', price: 'price' } as const;

/** The lines of more orders could not be told apart. */
export const MOST_ORDERS = 12;

/** The orders with the levels nearest to the price, in their former order. */
export function nearestOrders(orders: readonly ChartOrder[], price: number | undefined): readonly ChartOrder[] {
  if (orders.length <= MOST_ORDERS) return orders;
  const distances = new Map(orders.map((order) => [order, price === undefined ? 0 : distanceOf(order, price)]));
  const byDistance = orders.toSorted((one, other) => (distances.get(one) ?? 0) - (distances.get(other) ?? 0));
  const nearest = new Set(byDistance.slice(0, MOST_ORDERS));
  return orders.filter((order) => nearest.has(order));
}

function distanceOf(order: ChartOrder, price: number): number {
  return Math.min(...levelsOf(order).map((level) => Math.abs(level.price - price)));
}

/** The levels of an order. A liquidation price that cannot be reached is left out. */
export function levelsOf(order: ChartOrder): Level[] {
  const prices: Readonly<Record<LevelKind, number | undefined>> = {
    liquidation: isReachable(order.liquidationPrice) ? order.liquidationPrice : undefined,
    entry: order.price === undefined ? order.position.openPrice : undefined,
    price: order.price,
    stopLoss: order.stopLoss,
    trailingStop: order.trailingStop,
    takeProfit: order.takeProfit,
  };
  return (Object.keys(prices) as LevelKind[]).flatMap((kind) => {
    const price = prices[kind];
    return price === undefined ? [] : [{ key: `${order.orderId}/${kind}`, kind, price, order }];
  });
}

export function isMovable(level: Level): level is MovableLevel {
  return Object.hasOwn(LEVEL_NAMES, level.kind);
}
