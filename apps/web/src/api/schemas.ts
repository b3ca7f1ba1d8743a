import {
  decimal,
  eventSchemas,
  heldPriceFields,
  instrumentFields,
  pendingOrderSchema,
  preferencesSchema,
  priceTickSchema,
  timeMs,
  uuid,
  valuedOrderSchema,
} from '@fulcrum/protocol';
import { z } from 'zod';

/** What the API answers, as far as the screen uses it. */

export const securityAnswer = z.object({
  hasPassword: z.boolean(),
  mayReset: z.boolean(),
  hasSecondFactor: z.boolean(),
  recoveryCodesLeft: z.int(),
});

const sessionShown = z.object({
  sessionId: uuid,
  isOwn: z.boolean(),
  device: z.string(),
  address: z.string(),
  isByLink: z.boolean(),
  startedAt: timeMs,
  lastUsedAt: timeMs,
});

/** A session of the user, as they see it. */
export type SessionShown = z.infer<typeof sessionShown>;

export const sessionsAnswer = z.object({ sessions: z.array(sessionShown) });

export const preparedAnswer = z.object({ secret: z.string(), uri: z.string() });

export const recoveryCodesAnswer = z.object({ recoveryCodes: z.array(z.string()) });

const programKey = z.object({
  id: uuid,
  name: z.string(),
  scopes: z.array(z.string()),
  addresses: z.array(z.string()),
  expiresAt: timeMs.nullable(),
  /** To the minute. */
  lastUsedAt: timeMs.nullable(),
});

/** A key of one of the user's programs. */
export type ProgramKey = z.infer<typeof programKey>;

export const keysAnswer = z.object({ keys: z.array(programKey) });

export const createdKeyAnswer = programKey.extend({ secret: z.string() });

export type CreatedKey = z.infer<typeof createdKeyAnswer>;

export const instrumentsAnswer = z.object({ instruments: z.array(z.object(instrumentFields)) });

const held = z.object(heldPriceFields).omit({ asset: true });

export type HeldPrice = z.infer<typeof held>;

const quote = priceTickSchema
  .omit({ sources: true, sourceSince: true })
  .extend({ time: timeMs, ageMs: z.int(), stale: z.boolean(), held: held.optional() });

export const quotesAnswer = z.object({ quotes: z.array(quote) });

export const tickersAnswer = z.array(
  z.object({
    symbol: z.string(),
    firstPrice: decimal,
    high: decimal,
    low: decimal,
    /** The start of the first candle within the day, in milliseconds. */
    since: timeMs,
  }),
);

export const klinesAnswer = z.array(
  z.object({
    ...{ start: z.string(), open: decimal, high: decimal, low: decimal, close: decimal, trades: z.string() },
    /** The source of a candle from before our own ticks. */
    source: z.string().optional(),
  }),
);

export const closedOrder = eventSchemas.closed
  .omit({ type: true, requestId: true, balance: true })
  .extend({ closedBy: z.string() });

export type ClosedOrder = z.infer<typeof closedOrder>;

export const closedOrdersAnswer = z.object({ orders: z.array(closedOrder), nextCursor: z.string().optional() });

export const cancelledOrder = eventSchemas.cancelled
  .omit({ type: true, requestId: true })
  .extend({ cancelledAt: timeMs, cancelledBy: z.string() });

/** An order that ended without opening. */
export type CancelledOrder = z.infer<typeof cancelledOrder>;

/** A row of the history: a closing, also of a part, or an order that ended without opening. */
export type EndedOrder = ClosedOrder | CancelledOrder;

export const endedOrdersAnswer = z.object({
  orders: z.array(z.union([closedOrder, cancelledOrder])),
  nextCursor: z.string().optional(),
});

const orderEvent = z.object({
  id: z.string(),
  type: z.enum(['placed', 'created', 'updated', 'closed', 'cancelled', 'reduced', 'rejected']),
  cause: z.string(),
  time: timeMs,
  data: z.record(z.string(), z.unknown()),
});

export type OrderEvent = z.infer<typeof orderEvent>;

/** What happened to an order; not whole where its beginning is not on record. */
export const orderEventsAnswer = z.object({ events: z.array(orderEvent), isWhole: z.boolean() });

const rejection = z.object({ code: z.string(), message: z.string() });

/** What became of an order. */
export const orderAnswer = z.discriminatedUnion('status', [
  z.object({ status: z.enum(['pending', 'lost', 'reduced']), orderId: uuid }),
  z.object({ status: z.literal('placed'), orderId: uuid, order: pendingOrderSchema.optional() }),
  z.object({ status: z.literal('cancelled'), orderId: uuid, order: z.object({ code: z.string() }).optional() }),
  z.object({ status: z.literal('open'), orderId: uuid, order: valuedOrderSchema.optional() }),
  z.object({ status: z.literal('closed'), orderId: uuid, order: closedOrder.optional() }),
  z.object({ status: z.literal('rejected'), orderId: uuid, rejection: rejection.optional() }),
]);

export const pendingAnswer = z.object({ status: z.literal('pending'), orderId: uuid });

/** Of a wish that names no order. */
export const pendingAllAnswer = z.object({ status: z.literal('pending') });

/** What became of a wish to move money. */
export const movedAnswer = z.object({
  status: z.enum(['booked', 'waiting', 'paid', 'released', 'pending']),
  transferId: uuid,
  amount: decimal.optional(),
});

export type Moved = z.infer<typeof movedAnswer>;

/** What became of a wish to start over. */
export const resetAnswer = z.object({ status: z.enum(['reset', 'pending']) });

export type ResetState = z.infer<typeof resetAnswer>;

const withdrawal = z.object({
  transferId: uuid,
  amount: decimal,
  status: z.enum(['waiting', 'paid', 'released']),
  heldAt: timeMs.optional(),
  note: z.string().optional(),
});

export type Withdrawal = z.infer<typeof withdrawal>;

export const withdrawalsAnswer = z.object({ withdrawals: z.array(withdrawal) });

const transaction = z.object({
  id: z.string(),
  time: timeMs,
  kind: z.enum(['deposit', 'withdrawal', 'adjustment', 'pnl', 'guaranteed_stop', 'negative_balance_protection']),
  amount: decimal,
  cash: decimal,
  note: z.string().optional(),
});

export type Transaction = z.infer<typeof transaction>;

export const transactionsAnswer = z.object({
  transactions: z.array(transaction),
  nextCursor: z.string().optional(),
});

const limits = z.object({
  maxOpenOrders: z.number().nullable(),
  maxNotional: decimal.nullable(),
  maxTotalNotional: decimal.nullable(),
});

export type Limits = z.infer<typeof limits>;

/** What an account may have open, and has. */
export const limitsAnswer = z.object({
  pausedUntil: timeMs.nullable(),
  group: limits,
  own: limits,
  holding: limits,
  used: z.object({
    openOrders: z.number(),
    totalNotional: decimal,
    notionals: z.array(z.object({ asset: z.string(), notional: decimal })),
  }),
});

export type AccountLimits = z.infer<typeof limitsAnswer>;

/** After a change: how it is now, or that the answer is late. */
export const changedLimitsAnswer = z.union([limitsAnswer, z.object({ status: z.literal('pending') })]);

export const preferencesAnswer = z.object({ preferences: preferencesSchema.nullable() });

export const profileAnswer = z.object({
  email: z.string(),
  name: z.string().nullable(),
  country: z.string().nullable(),
  language: z.string().nullable(),
});

/** By kind: whether it is told by mail. */
export const notificationsAnswer = z.record(z.string(), z.boolean());

export const agreementsAnswer = z.object({
  areRequired: z.boolean(),
  documents: z.array(
    z.object({
      ...{ document: z.string(), version: z.int(), title: z.string(), paragraphs: z.array(z.string()) },
      agreedAt: timeMs.nullable(),
    }),
  ),
});

export const emailChangeAnswer = z.object({
  message: z.string(),
  devLinks: z.object({ old: z.string(), new: z.string() }).optional(),
});
