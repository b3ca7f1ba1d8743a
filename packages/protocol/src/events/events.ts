import { z } from 'zod';
import { assetClass, decimal, marketMode, priceSource, requestId, side, timeMs, uuid } from '../values.ts';

/** What may stand in callback-stream (DESIGN, section 3), as JSON objects. */

export const rejectionCode = z
  .enum([
    'invalid_command',
    'unknown_asset',
    'unknown_account',
    'unknown_order',
    'duplicate_order',
    'expired',
    'market_closed',
    'close_only',
    'invalid_quantity',
    'invalid_leverage',
    'too_many_orders',
    'no_price',
    'stale_price',
    'invalid_take_profit',
    'invalid_stop_loss',
    'slippage_exceeded',
    'immediate_liquidation',
    'insufficient_balance',
  ])
  .meta({ description: 'Why the engine refused a command. A code never changes its meaning.' });

export const closeReason = z.enum(['manual', 'take_profit', 'stop_loss', 'liquidation']);

export const instrumentFields = {
  asset: z.string(),
  priceDecimals: z.int(),
  quantityDecimals: z.int(),
  minQuantity: decimal,
  maxQuantity: decimal,
  maxLeverage: z.int(),
  maxQuoteAgeMs: z.int(),
  assetClass: assetClass.optional(),
  mode: marketMode.optional().meta({ description: 'open, where it is absent' }),
  maxSpreadBps: z.int().optional(),
  maxJumpBps: z.int().optional(),
  confirmJumpMs: z.int().optional(),
};

const levels = { takeProfit: decimal.nullable(), stopLoss: decimal.nullable() };

/** An open order from `orderId` to `slippage`. */
const orderFields = {
  orderId: uuid,
  userId: uuid,
  asset: z.string(),
  side,
  quantity: decimal,
  leverage: z.int(),
  openPrice: decimal,
  margin: decimal,
  ...levels,
  liquidationPrice: decimal,
  slippage: decimal,
};

export const valuedOrderSchema = z
  .object({ ...orderFields, openedAt: timeMs, currentPrice: decimal, unrealizedPnl: decimal })
  .meta({ description: 'An open order, valued at the price at which it would close now' });

/** At which price open orders of one side of an asset would close now. */
export const closingPriceSchema = z.object({ asset: z.string(), side, price: decimal });

export const accountFigureFields = {
  balance: decimal,
  usedMargin: decimal,
  unrealizedPnl: decimal,
  equity: decimal,
  freeMargin: decimal,
  marginLevel: decimal.nullable(),
};

export const instrumentSetEvent = z.object({
  type: z.literal('instrument-set'),
  requestId: requestId.optional(),
  ...instrumentFields,
});

export const rulesSetEvent = z.object({
  type: z.literal('rules-set'),
  requestId: requestId.optional(),
  version: z.int(),
});

export const heldPriceFields = {
  asset: z.string(),
  bid: decimal,
  ask: decimal,
  source: priceSource.nullable(),
  heldSince: timeMs,
};

export const priceHeldEvent = z.object({ type: z.literal('price-held'), ...heldPriceFields });

export const priceReleasedEvent = z.object({
  type: z.literal('price-released'),
  ...heldPriceFields,
  outcome: z.enum(['confirmed', 'dropped']),
});

export const accountCreatedEvent = z.object({
  type: z.literal('account-created'),
  requestId,
  userId: uuid,
  balance: decimal,
});

export const createdEvent = z.object({
  type: z.literal('created'),
  requestId,
  ...orderFields,
  balance: decimal,
  openedAt: timeMs,
});

export const updatedEvent = z.object({
  type: z.literal('updated'),
  requestId,
  orderId: uuid,
  userId: uuid,
  ...levels,
});

export const closedEvent = z.object({
  type: z.literal('closed'),
  requestId: requestId.nullable(),
  orderId: uuid,
  userId: uuid,
  asset: z.string(),
  side,
  quantity: decimal,
  leverage: z.int(),
  openPrice: decimal,
  closePrice: decimal,
  margin: decimal,
  pnl: decimal,
  payout: decimal,
  reason: closeReason,
  liquidated: z.boolean(),
  slippage: decimal,
  balance: decimal,
  openedAt: timeMs,
  closedAt: timeMs,
});

export const rejectedEvent = z.object({
  type: z.literal('rejected'),
  requestId,
  orderId: uuid.optional(),
  userId: uuid.optional(),
  code: rejectionCode,
  message: z.string(),
});

export const accountEvent = z.object({
  type: z.literal('account'),
  requestId,
  userId: uuid,
  ...accountFigureFields,
  orders: z.array(valuedOrderSchema).optional(),
  next: z.int().nonnegative().optional(),
  prices: z.array(closingPriceSchema).optional(),
});

export const orderEvent = z.object({
  type: z.literal('order'),
  requestId,
  orderId: uuid,
  userId: uuid,
  status: z.enum(['open', 'closed', 'unknown']),
  order: valuedOrderSchema.optional(),
});

export const eventSchema = z.discriminatedUnion('type', [
  instrumentSetEvent,
  rulesSetEvent,
  priceHeldEvent,
  priceReleasedEvent,
  accountCreatedEvent,
  createdEvent,
  updatedEvent,
  closedEvent,
  rejectedEvent,
  accountEvent,
  orderEvent,
]);

export type JsonEvent = z.infer<typeof eventSchema>;
export type CreatedEvent = z.infer<typeof createdEvent>;
export type UpdatedEvent = z.infer<typeof updatedEvent>;
export type ClosedEvent = z.infer<typeof closedEvent>;
export type RejectedEvent = z.infer<typeof rejectedEvent>;
export type AccountEvent = z.infer<typeof accountEvent>;
export type ValuedOrderJson = z.infer<typeof valuedOrderSchema>;
export type ClosingPriceJson = z.infer<typeof closingPriceSchema>;
export type AccountFiguresJson = Pick<AccountEvent, keyof typeof accountFigureFields>;
export type InstrumentSetEvent = z.infer<typeof instrumentSetEvent>;
export type PriceHeldEvent = z.infer<typeof priceHeldEvent>;
export type PriceReleasedEvent = z.infer<typeof priceReleasedEvent>;
export type RejectionCode = z.infer<typeof rejectionCode>;
