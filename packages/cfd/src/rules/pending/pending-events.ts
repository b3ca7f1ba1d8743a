import type { OrderCancelled, PendingOrderFields } from '../../messages/events.ts';
import type { CancelCode } from '../../messages/fields.ts';
import type { Instrument } from '../../messages/instrument.ts';
import { ANY_SLIPPAGE, type NewPending } from '../../state/pending/pending-fields.ts';

/** What is told of an order that waits. */
export function pendingFields(order: NewPending, instrument: Instrument): PendingOrderFields {
  const { orderId, userId, side, orderType, price, quantity, leverage } = order;
  const { takeProfit, stopLoss, trailingDistance, stopKind, effect, maxSlippageBps, expiresAt, placedAt } = order;
  return {
    instrument,
    orderId,
    userId,
    side,
    orderType,
    price,
    quantity,
    leverage,
    takeProfit,
    stopLoss,
    trailingDistance,
    guaranteed: stopKind === 'guaranteed',
    reduceOnly: effect === 'reduce_only',
    maxSlippageBps: maxSlippageBps === ANY_SLIPPAGE ? undefined : maxSlippageBps,
    expiresAt,
    placedAt,
  };
}

/** @param requestId of its owner, where that asked for it. */
export function cancelled(
  order: NewPending,
  instrument: Instrument,
  code: CancelCode,
  requestId?: string,
): OrderCancelled {
  return { type: 'cancelled', requestId, ...pendingFields(order, instrument), code };
}
