import type { Side } from '@fulcrum/cfd';
import type { ClosedOrder } from '../../api/schemas.ts';
import { type Candle, candleAt } from '../../candles/candles.ts';
import { readMoney } from '../../numbers/amounts.ts';
import type { ChartOrder } from './chart-orders.ts';

/** An opening or closing of an order. */
export interface TradeEvent {
  readonly id: string;
  readonly timeMs: number;
  readonly kind: 'buy' | 'sell' | 'gain' | 'loss';
  /** The closing price as the API writes it; absent for an opening. */
  readonly priceText?: string;
}

/** All events of one kind within one candle. The newest of them gives the place. */
export interface PlacedEvents extends TradeEvent {
  /** The time of the candle, in seconds. */
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
        { id: `${orderId}/closed/${closedAt}`, timeMs: closedAt, kind, priceText: closePrice } as const,
      ];
    });
}

function opening(orderId: string, timeMs: number, side: Side): TradeEvent {
  return { id: `${orderId}/opened`, timeMs, kind: side };
}

/**
 * Places the newest events on the candles, in the order of their times. An event in an interval without a candle
 * belongs to the last candle before it, whose price still held. Events from before the first candle are left out.
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
