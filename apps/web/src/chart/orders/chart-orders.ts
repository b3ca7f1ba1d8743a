import { type Instrument, type Position, parseDecimal, parsePrice } from '@fulcrum/cfd';
import type { ValuedOrderJson } from '@fulcrum/protocol';
import { quantityText, sideText } from '../../numbers/amounts.ts';
import { readPosition } from '../../trading/position.ts';

/** An open order as the chart shows it, without what changes with the price. Prices are in grid units. */
export interface ChartOrder {
  readonly orderId: string;
  readonly position: Position;
  /** Such as "Long 0.05000". */
  readonly name: string;
  readonly takeProfit: number | undefined;
  readonly stopLoss: number | undefined;
  readonly liquidationPrice: number;
  /** Milliseconds. */
  readonly openedAt: number;
}

/** @returns undefined for an order that is not on the instrument's grid. */
export function readOrder(order: ValuedOrderJson, instrument: Instrument): ChartOrder | undefined {
  const { orderId, openedAt } = order;
  const position = readPosition(order, instrument);
  const liquidationPrice = parseDecimal(order.liquidationPrice, instrument.priceDecimals);
  if (position === undefined || liquidationPrice === undefined) return undefined;
  return {
    orderId,
    position,
    name: `${sideText(position.side)} ${quantityText(position.quantity, instrument)}`,
    takeProfit: order.takeProfit === null ? undefined : parsePrice(order.takeProfit, instrument),
    stopLoss: order.stopLoss === null ? undefined : parsePrice(order.stopLoss, instrument),
    liquidationPrice,
    openedAt,
  };
}

/** Whether two lists look the same on the chart. Orders change with every price, but their levels do not. */
export function looksAlike(some: readonly ValuedOrderJson[], others: readonly ValuedOrderJson[]): boolean {
  return (
    some.length === others.length &&
    some.every((order, index) => {
      const other = others[index];
      return (
        other !== undefined &&
        order.orderId === other.orderId &&
        order.takeProfit === other.takeProfit &&
        order.stopLoss === other.stopLoss
      );
    })
  );
}
