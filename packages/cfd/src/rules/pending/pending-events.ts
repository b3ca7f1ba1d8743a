import type { OrderCancelled, OrderPlaced, PendingOrderFields } from '../../messages/events.ts';
import type { CancelCode } from '../../messages/fields.ts';
import type { Instrument } from '../../messages/instrument.ts';
import { ANY_SLIPPAGE, type NewPending } from '../../state/pending/pending-fields.ts';

/** What is told of an order that waits, to whoever reads it. */
export function pendingFields(order: NewPending, instrument: Instrument): PendingOrderFields {
  const {
    type: _type,
    requestId: _requestId,
    code: _code,
    ...fields
  } = pendingEvent('placed', '', order, instrument, undefined);
  return fields;
}

/** Tells that an order waits. */
export function placed(order: NewPending, instrument: Instrument, requestId: string): OrderPlaced {
  return pendingEvent('placed', requestId, order, instrument, undefined);
}

/** Tells that it waits no longer. @param requestId of its owner, where that asked for it. */
export function cancelled(
  order: NewPending,
  instrument: Instrument,
  code: CancelCode,
  requestId?: string,
): OrderCancelled {
  return pendingEvent('cancelled', requestId, order, instrument, code);
}

/** Both events have one shape, and it is written out: to spread fields into them costs a tenth of placing or cancelling. */
function pendingEvent<Type extends string, RequestId, Code>(
  type: Type,
  requestId: RequestId,
  order: NewPending,
  instrument: Instrument,
  code: Code,
) {
  const { orderId, userId, side, orderType, price, quantity, leverage } = order;
  const { takeProfit, stopLoss, trailingDistance, stopKind, effect, maxSlippageBps, expiresAt, placedAt } = order;
  return {
    type,
    requestId,
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
    code,
  };
}
