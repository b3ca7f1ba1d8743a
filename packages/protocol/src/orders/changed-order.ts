import type { PendingOrderJson, ValuedOrderJson } from '@fulcrum/cfd';
import type { ClosedEvent, UpdatedEvent } from '../events/event-schemas.ts';
import { valuedAt } from './valued-at.ts';

/** An open order behind a change of its levels. What the event does not name the order does not have. */
export function withNewLevels(
  order: ValuedOrderJson,
  { takeProfit, stopLoss, trailingDistance, trailingStop }: UpdatedEvent,
): ValuedOrderJson {
  const { trailingDistance: _distance, trailingStop: _stop, ...others } = order;
  const trailing = trailingDistance === undefined ? {} : { trailingDistance, trailingStop };
  return { ...others, takeProfit, stopLoss, ...trailing };
}

/** What a closing leaves open of an order; undefined where the order has ended with it. */
export function leftOpen(order: ValuedOrderJson, closing: ClosedEvent): ValuedOrderJson | undefined {
  const { remaining, remainingMargin, remainingLiquidationPrice } = closing;
  if (remaining === undefined) return undefined;
  const margin = remainingMargin ?? order.margin;
  const liquidationPrice = remainingLiquidationPrice ?? order.liquidationPrice;
  return valuedAt({ ...order, quantity: remaining, margin, liquidationPrice }, order.currentPrice);
}

/** A pending order behind a change of its terms. What the event does not name the order does not have. */
export function withNewTerms(order: PendingOrderJson, event: UpdatedEvent): PendingOrderJson {
  const { price = order.price, takeProfit, stopLoss, trailingDistance = null, expiresAt = null } = event;
  return { ...order, price, takeProfit, stopLoss, trailingDistance, expiresAt };
}
