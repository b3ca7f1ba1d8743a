import { z } from 'zod';
import { ORDER_TYPES, SELF_TRADE_PREVENTIONS, SIDES } from '../dialect/venue-words.ts';

/** As Backpack, the most orders in one request. */
export const MAX_BATCH = 20;

export const symbol = z.string().min(1).max(32);
export const amount = z
  .string()
  .regex(/^\d{1,20}(\.\d{1,20})?$/, 'must be a decimal number above zero, such as "0.01"');
export const orderId = z.string().regex(/^\d{1,20}$/, 'must be the id of an order');
const clientId = z.int().min(0).max(4_294_967_295);
const clientIdInQuery = z
  .string()
  .regex(/^\d{1,10}$/, 'must be a whole number')
  .transform(Number)
  .pipe(clientId);
const wordOf = <Words extends Readonly<Record<string, string>>>(words: Words) =>
  z.enum(Object.keys(words) as [keyof Words & string, ...(keyof Words & string)[]]);

/** A field of Backpack's orders that means nothing here. It is refused rather than passed over. */
const notHere = z.undefined({ error: 'is not offered by this venue' }).optional();

export const placeOrderBody = z.strictObject({
  symbol,
  side: wordOf(SIDES),
  orderType: wordOf(ORDER_TYPES),
  price: amount.optional(),
  quantity: amount.optional(),
  quoteQuantity: amount.optional(),
  timeInForce: z.enum(['GTC', 'IOC', 'FOK']).optional(),
  postOnly: z.boolean().optional(),
  selfTradePrevention: wordOf(SELF_TRADE_PREVENTIONS).optional(),
  clientId: clientId.optional(),
  reduceOnly: z.literal(false, { error: 'has no meaning on a spot market' }).optional(),
  triggerPrice: notHere,
  triggerQuantity: notHere,
  triggerBy: notHere,
  takeProfitTriggerPrice: notHere,
  takeProfitLimitPrice: notHere,
  stopLossTriggerPrice: notHere,
  stopLossLimitPrice: notHere,
});

export type PlaceOrderBody = z.output<typeof placeOrderBody>;

export const placeOrdersBody = z.array(placeOrderBody).min(1).max(MAX_BATCH);

/** One of the two ids names an order. */
const named = <Shape extends { orderId?: unknown; clientId?: unknown }>(order: Shape) =>
  (order.orderId === undefined) !== (order.clientId === undefined);
const ONE_NAME = { error: 'exactly one of orderId and clientId must be given' };

export const cancelOrderBody = z
  .strictObject({ symbol, orderId: orderId.optional(), clientId: clientId.optional() })
  .refine(named, ONE_NAME);

export const orderQuery = z
  .strictObject({ symbol, orderId: orderId.optional(), clientId: clientIdInQuery.optional() })
  .refine(named, ONE_NAME);

export const openOrdersQuery = z.strictObject({ symbol: symbol.optional(), marketType: z.literal('SPOT').optional() });

export const cancelOrdersBody = z.strictObject({ symbol, side: wordOf(SIDES).optional(), orderType: notHere });

const no = z.literal('false', { error: 'is not offered by this venue' }).transform(() => false);

/** Nothing is borrowed, lent or reduced here. */
export const maxOrderQuery = z.strictObject({
  symbol,
  side: wordOf(SIDES),
  price: amount.optional(),
  reduceOnly: no.optional(),
  autoBorrow: no.optional(),
  autoBorrowRepay: no.optional(),
  autoLendRedeem: no.optional(),
});
