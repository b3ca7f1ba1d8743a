import { type Instrument, type Position, parseDecimal, parsePrice } from '@fulcrum/cfd';
import type { CreatedEvent } from '@fulcrum/protocol';
import { readMoney } from '../numbers/amounts.ts';

export type OrderTexts = Pick<CreatedEvent, 'side' | 'quantity' | 'openPrice' | 'margin'>;

/**
 * What decides an order's money, in the instrument's units. Its quantity may lie outside of today's limits, which hold
 * for new orders only.
 *
 * @returns undefined when the order is not on the instrument's grid: then it is not this instrument's.
 */
export function readPosition(order: OrderTexts, instrument: Instrument): Position | undefined {
  const quantity = parseDecimal(order.quantity, instrument.quantityDecimals);
  const openPrice = parsePrice(order.openPrice, instrument);
  if (quantity === undefined || openPrice === undefined) return undefined;
  return { side: order.side, quantity, openPrice, margin: readMoney(order.margin) };
}
