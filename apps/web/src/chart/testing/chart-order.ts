import type { ChartOrder } from '../orders/chart-orders.ts';

/** An open long of 0.01 at a price. */
export function chartOrder(orderId: string, openPrice: number, levels: Partial<ChartOrder> = {}): ChartOrder {
  return {
    orderId,
    position: { side: 'buy', quantity: 1_000, openPrice, margin: 1_000_000n },
    price: undefined,
    name: 'Long 0.01000',
    shortName: 'Long',
    takeProfit: undefined,
    stopLoss: undefined,
    trailingStop: undefined,
    liquidationPrice: 0,
    openedAt: 0,
    ...levels,
  };
}
