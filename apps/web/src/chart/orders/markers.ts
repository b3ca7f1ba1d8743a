import type { Side } from '@fulcrum/cfd';
import type { ClosedOrder } from '../../api/schemas.ts';
import { type Candle, candleAt } from '../../candles/candles.ts';
import { readMoney } from '../../numbers/amounts.ts';
import type { ChartOrder } from './chart-orders.ts';

/** Something that happened to an order. */
export interface TradeEvent {
  readonly id: string;
  readonly timeMs: number;
  readonly kind: 'buy' | 'sell' | 'gain' | 'loss';
  /** As the API writes it; only of what was closed. */
  readonly priceText?: string;
}

/** What happened in a candle: all of a kind is one, placed at the newest of them. */
export interface PlacedEvents extends TradeEvent {
  /** The candle's, in seconds. */
  readonly time: number;
  readonly count: number;
}

export const MOST_MARKERS = 500;

export function openings(orders: readonly ChartOrder[]): TradeEvent[] {
  return orders.map(({ orderId, openedAt, position }) => opening(orderId, openedAt, position.side));
}

/** Where the orders of an asset were opened, and where they were closed. */
export function closings(orders: readonly ClosedOrder[], asset: string): TradeEvent[] {
  return orders
    .filter((order) => order.asset === asset)
    .flatMap(({ orderId, side, openedAt, closedAt, closePrice, pnl }) => {
      const kind = readMoney(pnl) < 0n ? 'loss' : 'gain';
      return [
        opening(orderId, openedAt, side),
        { id: `${orderId}/closed`, timeMs: closedAt, kind, priceText: closePrice } as const,
      ];
    });
}

function opening(orderId: string, timeMs: number, side: Side): TradeEvent {
  return { id: `${orderId}/opened`, timeMs, kind: side };
}

/**
 * The newest events of the time that the candles are of, in the order of their times. An event in an interval without a
 * candle belongs to the last candle before it: its price was the price.
 */
export function placeEvents(events: readonly TradeEvent[], candles: readonly Candle[]): PlacedEvents[] {
  const once = new Map(events.map((event) => [event.id, event]));
  const placed = new Map<string, PlacedEvents>();
  for (const event of [...once.values()].sort((one, other) => one.timeMs - other.timeMs)) {
    const candle = candles[candleAt(candles, event.timeMs / 1_000)];
    if (candle === undefined) continue;
    const key = `${candle.time} ${event.kind}`;
    placed.set(key, { ...event, time: candle.time, count: (placed.get(key)?.count ?? 0) + 1 });
  }
  return [...placed.values()].sort((one, other) => one.time - other.time).slice(-MOST_MARKERS);
}
