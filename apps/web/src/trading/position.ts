import { type Instrument, type Position, parseDecimal, parsePrice } from '@fulcrum/cfd';
import type { CreatedEvent } from '@fulcrum/protocol';
import { readMoney } from '../numbers/amounts.ts';

export type OrderTexts = Pick<CreatedEvent, 'side' | 'quantity' | 'openPrice' | 'margin'>;

/**
 * Reads an order's position, in the instrument's units. Its quantity may lie outside of the present limits, which hold
 * for new orders only.
 *
 * @returns undefined when the order is not on the instrument's grid, so that it must be another instrument's.
 */
export function readPosition(order: OrderTexts, instrument: Instrument): Position | undefined {
  const quantity = parseDecimal(order.quantity, instrument.quantityDecimals);
  const openPrice = parsePrice(order.openPrice, instrument);
  if (quantity === undefined || openPrice === undefined) return undefined;
  return { side: order.side, quantity, openPrice, margin: readMoney(order.margin) };
}
