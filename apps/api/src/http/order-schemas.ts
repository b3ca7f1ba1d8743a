import { eventSchemas, HISTORY_ID, logId, pendingOrderSchema, timeMs, valuedOrderSchema } from '@fulcrum/protocol';
import { z } from 'zod';
import { bodyOf } from './command-bodies.ts';

/** What the REST API takes and gives about orders. */

const { orderId: _orderId, validUntil, ...opening } = bodyOf('create-order');

const { orderId } = bodyOf('close-order');

/** Whether an order waits for its price. */
function isPending({ orderType = 'market' }: { readonly orderType?: string | undefined }): boolean {
  return orderType !== 'market';
}

const TWO_STOPS = {
  path: ['trailingDistance'],
  message: 'an order has a stopLoss or a trailingDistance, not both',
};

export const createOrderBody = z
  .strictObject({
    ...opening,
    orderId: orderId.optional().meta({
      description:
        'Choose it yourself to be able to repeat a request: no id opens two orders. A UUIDv7 of the last minutes is best; any other has to be looked up in the history.',
    }),
    validUntil,
  })
  .refine((body) => body.maxSlippageBps === undefined || body.expectedPrice !== undefined || isPending(body), {
    path: ['maxSlippageBps'],
    message: 'needs expectedPrice, from which the slippage is counted',
  })
  .refine((body) => !isPending(body) || body.price !== undefined, {
    path: ['price'],
    message: 'is what a limit or stop order waits for',
  })
  .refine((body) => !isPending(body) || body.expectedPrice === undefined, {
    path: ['expectedPrice'],
    message: 'only a market order has one: a limit or stop order expects its price',
  })
  .refine((body) => isPending(body) || body.price === undefined, {
    path: ['price'],
    message: 'only a limit or stop order has one: a market order may have an expectedPrice',
  })
  .refine((body) => isPending(body) || body.expiresAt === undefined, {
    path: ['expiresAt'],
    message: 'only a limit or stop order waits: a market order may have validUntil',
  })
  .refine((body) => body.stopLoss === undefined || body.trailingDistance === undefined, TWO_STOPS);

export const closeOrderBody = z
  .strictObject(bodyOf('close-order'))
  .refine(({ quantity, openQuantity }) => (quantity === undefined) === (openQuantity === undefined), {
    path: ['openQuantity'],
    message: 'quantity and openQuantity come together: what to close, and of how much',
  });

/** What is null is removed, and not set. */
export const updateOrderBody = z
  .strictObject(bodyOf('update-order'))
  .refine(({ stopLoss = null, trailingDistance = null }) => stopLoss === null || trailingDistance === null, TWO_STOPS);
export const cancelOrderBody = z.strictObject(bodyOf('cancel-order'));
export const closeAllBody = z.strictObject(bodyOf('close-all'));
export const cancelAllBody = z.strictObject(bodyOf('cancel-all'));

export const orderParams = z.object({ orderId });

const closedBy = logId.meta({ description: 'The entry of the log that closed it', example: '1732000000000-0' });

export const pendingReply = z
  .object({ status: z.literal('pending'), orderId })
  .meta({ id: 'Pending', description: 'It was sent, or may have been, and the answer is late: ask for the order.' });

export const pendingAllReply = z.object({ status: z.literal('pending') }).meta({
  id: 'PendingAll',
  description: 'It was sent, or may have been, and the answer is late: ask for the orders.',
});

const created = eventSchemas.created.omit({ type: true }).meta({ id: 'CreatedOrder' });
const placed = eventSchemas.placed.omit({ type: true }).meta({ id: 'PlacedOrder' });
const reduced = eventSchemas.reduced.omit({ type: true }).meta({ id: 'ReducedOrderAnswer' });

/** The answer for an order that has opened, one that waits, or one that only closed others. */
export const createdReply = z.union([created, placed, reduced]);
export const updatedReply = eventSchemas.updated.omit({ type: true }).meta({ id: 'UpdatedOrder' });
export const closedReply = eventSchemas.closed.omit({ type: true }).meta({ id: 'ClosedOrderAnswer' });
export const cancelledReply = eventSchemas.cancelled.omit({ type: true }).meta({ id: 'CancelledOrderAnswer' });
export const allClosedReply = eventSchemas['all-closed'].omit({ type: true }).meta({ id: 'AllClosed' });
export const allCancelledReply = eventSchemas['all-cancelled'].omit({ type: true }).meta({ id: 'AllCancelled' });

export const openOrder = valuedOrderSchema.meta({ id: 'OpenOrder' });
export const pendingOrder = pendingOrderSchema.meta({ id: 'PendingOrder' });
export const closedOrder = eventSchemas.closed
  .omit({ type: true, requestId: true, balance: true })
  .extend({ closedBy })
  .meta({ id: 'ClosedOrder', description: 'A closing. Where something stays open, `remaining` says how much.' });
export const cancelledOrder = eventSchemas.cancelled
  .omit({ type: true, requestId: true })
  .extend({
    cancelledAt: timeMs,
    cancelledBy: logId.meta({ description: 'The entry of the log that cancelled it' }),
  })
  .meta({ id: 'CancelledOrder', description: 'An order that ended without opening; `code` says why' });
export const reducedOrder = eventSchemas.reduced
  .omit({ type: true, requestId: true, balance: true })
  .extend({ reducedAt: timeMs, reducedBy: logId.meta({ description: 'The entry of the log at which it did' }) })
  .meta({ id: 'ReducedOrder', description: 'An order that closed others, and had nothing left to open' });

export const openOrdersReply = z.object({ orders: z.array(openOrder), nextCursor: z.string().optional() });
export const pendingOrdersReply = z.object({ orders: z.array(pendingOrder), nextCursor: z.string().optional() });
export const closedOrdersReply = z.object({
  orders: z.array(z.union([closedOrder, cancelledOrder])),
  nextCursor: z.string().optional(),
});

export const orderEvent = z
  .object({
    id: z.string().regex(HISTORY_ID),
    type: z.enum(['placed', 'created', 'updated', 'closed', 'cancelled', 'reduced', 'rejected']),
    cause: logId.meta({ description: 'The entry of engine-stream that led to it' }),
    result: logId.meta({ description: 'The entry of callback-stream that told it' }),
    time: timeMs,
    data: z.looseObject({}).meta({ description: 'The event’s fields, as far as the history keeps them' }),
  })
  .meta({ id: 'OrderEvent' });

export const orderEventsReply = z.object({
  events: z.array(orderEvent),
  isWhole: z.boolean().meta({
    description:
      'Whether the beginning is there. An order that is older than this record, or than it is kept, has only what came later.',
  }),
  nextCursor: z.string().optional(),
});
