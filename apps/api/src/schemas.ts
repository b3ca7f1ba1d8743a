import {
  accountFigureFields,
  closedEvent,
  createdEvent,
  decimal,
  instrumentFields,
  priceTickSchema,
  rejectionCode,
  side,
  timeMs,
  updatedEvent,
  uuid,
  valuedOrderSchema,
} from '@fulcrum/protocol';
import { z } from 'zod';
import { INTERVAL_SECONDS, type Interval } from './intervals.ts';

/** What the REST API takes and gives. Everything that it takes is checked by these; unknown fields are refused. */

/** Longer than any amount that fits. */
const amount = decimal.max(64);

const orderId = uuid.meta({ description: 'The id of an order. Choose it yourself to be able to repeat a request.' });

export const signupBody = z.strictObject({
  email: z
    .string()
    .trim()
    .toLowerCase()
    .pipe(z.email('must be an e-mail address').max(254))
    .meta({ example: 'ada@example.com' }),
});

export const signupReply = z.object({
  message: z.string(),
  devLink: z.url().optional().meta({ description: 'The sign-in link itself: only where no mail is sent out' }),
});

export const verifyQuery = z.object({ token: z.string().min(1).max(128) });

const user = z.object({ id: uuid, email: z.string(), balance: decimal });

export const verifyReply = z.object({ token: z.string().meta({ description: 'The session token' }), user });

export const sessionReply = z.object({ message: z.string(), userId: uuid, expiresAt: timeMs });

export const meReply = z.object({
  user: z.object({ userId: uuid, email: z.string(), expiresAt: timeMs }).nullable(),
});

export const messageReply = z.object({ message: z.string() });

export const createOrderBody = z
  .strictObject({
    asset: z.string().min(1).max(32).meta({ example: 'BTC_USDC' }),
    side,
    quantity: amount,
    leverage: z.int().meta({ example: 10 }),
    takeProfit: amount.optional(),
    stopLoss: amount.optional(),
    expectedPrice: amount.optional().meta({ description: 'The price that you saw: the slippage is counted from it' }),
    maxSlippageBps: z.int().nonnegative().optional().meta({ description: 'In ten-thousandths of expectedPrice' }),
    orderId: orderId.optional(),
  })
  .refine(({ maxSlippageBps, expectedPrice }) => maxSlippageBps === undefined || expectedPrice !== undefined, {
    path: ['maxSlippageBps'],
    message: 'needs expectedPrice, from which the slippage is counted',
  });

export const closeOrderBody = z.strictObject({ orderId });

const level = amount.nullable().optional().meta({ description: 'null removes it, absent keeps it' });

export const updateOrderBody = z.strictObject({ orderId, takeProfit: level, stopLoss: level });

export const orderParams = z.object({ orderId });

export const pageQuery = z.strictObject({
  limit: z.coerce.number().int().min(1).max(500).default(50),
  cursor: z.string().regex(HISTORY_ID, 'must be the nextCursor of an earlier page').optional(),
});

export const pendingReply = z
  .object({ status: z.literal('pending'), orderId })
  .meta({ id: 'Pending', description: 'It was sent, or may have been, and the answer is late: ask for the order.' });

export const createdReply = createdEvent.omit({ type: true }).meta({ id: 'CreatedOrder' });
export const updatedReply = updatedEvent.omit({ type: true }).meta({ id: 'UpdatedOrder' });
export const closedReply = closedEvent.omit({ type: true }).meta({ id: 'ClosedOrderAnswer' });

const openOrder = valuedOrderSchema.meta({ id: 'OpenOrder' });
const closedOrder = closedEvent.omit({ type: true, requestId: true, balance: true }).meta({ id: 'ClosedOrder' });

export const openOrdersReply = z.object({ orders: z.array(openOrder), nextCursor: z.string().optional() });
export const closedOrdersReply = z.object({ orders: z.array(closedOrder), nextCursor: z.string().optional() });

export const orderReply = z
  .object({
    orderId,
    status: z.enum(['pending', 'open', 'closed', 'rejected']),
    order: z.union([openOrder, closedOrder]).optional(),
    rejection: z.object({ code: rejectionCode, message: z.string(), rejectedAt: timeMs }).optional(),
  })
  .meta({ id: 'OrderStatus' });

export const balanceReply = z.object({ userId: uuid, ...accountFigureFields }).meta({ id: 'Balance' });

export const instrumentsReply = z.object({
  instruments: z.array(z.object(instrumentFields).meta({ id: 'Instrument' })),
});

const quote = priceTickSchema
  .extend({
    time: timeMs,
    ageMs: z.int().meta({ description: 'How long ago it reached the log' }),
    stale: z.boolean().meta({ description: 'Too old to trade at' }),
  })
  .meta({ id: 'Quote' });

export const quotesReply = z.object({ quotes: z.array(quote) });
