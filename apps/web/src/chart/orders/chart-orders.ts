import { type Instrument, marginFor, type Position, parseDecimal, parsePrice } from '@fulcrum/cfd';
import type { PendingOrderJson, ValuedOrderJson } from '@fulcrum/protocol';
import { orderKindText, quantityText, sideText } from '../../numbers/amounts.ts';
import { readPosition } from '../../trading/position.ts';

/** An order as the chart shows it, without what changes with every price. Prices are in grid units. */
export interface ChartOrder {
  readonly orderId: string;
  readonly position: Position;
  /** What an order waits for that is not open yet. Its position is what it would open. */
  readonly price: number | undefined;
  /** Such as "Long 0.05000", or "Buy limit 0.05000". */
  readonly name: string;
  /** The same without its size. */
  readonly shortName: string;
  readonly takeProfit: number | undefined;
  readonly stopLoss: number | undefined;
  /** Where a trailing stop stands. */
  readonly trailingStop: number | undefined;
  readonly liquidationPrice: number;
  /** Milliseconds. Of an order that waits, when it was placed. */
  readonly openedAt: number;
}

/** @returns undefined for an order that is not on the instrument's grid. */
export function readOrder(order: ValuedOrderJson, instrument: Instrument): ChartOrder | undefined {
  const { orderId, openedAt } = order;
  const position = readPosition(order, instrument);
  const liquidationPrice = parseDecimal(order.liquidationPrice, instrument.priceDecimals);
  if (position === undefined || liquidationPrice === undefined) return undefined;
  const priceOf = (text: string | null | undefined) => (text == null ? undefined : parsePrice(text, instrument));
  return {
    orderId,
    position,
    price: undefined,
    name: `${sideText(position.side)} ${quantityText(position.quantity, instrument)}`,
    shortName: sideText(position.side),
    takeProfit: priceOf(order.takeProfit),
    stopLoss: priceOf(order.stopLoss),
    trailingStop: priceOf(order.trailingStop),
    liquidationPrice,
    openedAt,
  };
}

/** @returns undefined for an order that is not on the instrument's grid. */
export function readWaiting(order: PendingOrderJson, instrument: Instrument): ChartOrder | undefined {
  const { orderId, side, orderType, leverage, placedAt } = order;
  const price = parsePrice(order.price, instrument);
  const quantity = parseDecimal(order.quantity, instrument.quantityDecimals);
  if (price === undefined || quantity === undefined) return undefined;
  const levelOf = (text: string | null) => (text === null ? undefined : parsePrice(text, instrument));
  return {
    orderId,
    position: { side, quantity, openPrice: price, margin: marginFor(price, quantity, leverage, instrument) },
    price,
    name: `${orderKindText(side, orderType)} ${quantityText(quantity, instrument)}`,
    shortName: orderKindText(side, orderType),
    takeProfit: levelOf(order.takeProfit),
    stopLoss: levelOf(order.stopLoss),
    trailingStop: undefined,
    liquidationPrice: 0,
    openedAt: placedAt,
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
        order.stopLoss === other.stopLoss &&
        order.trailingStop === other.trailingStop &&
        order.quantity === other.quantity
      );
    })
  );
}
