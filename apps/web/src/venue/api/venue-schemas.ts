import { decimal } from '@fulcrum/protocol';
import { z } from 'zod';

/** What the venue answers, as far as the screen uses it. */

export const problem = z.object({ code: z.string(), message: z.string() });

const market = z.object({
  symbol: z.string(),
  baseSymbol: z.string(),
  quoteSymbol: z.string(),
  filters: z.object({
    price: z.object({ minPrice: decimal, maxPrice: decimal.nullable(), tickSize: decimal }),
    quantity: z.object({ minQuantity: decimal, maxQuantity: decimal.nullable(), stepSize: decimal }),
  }),
  orderBookState: z.string(),
});

export type MarketAnswer = z.infer<typeof market>;

export const marketsAnswer = z.array(market);

/** Pairs of price and quantity. */
export const levels = z.array(z.array(decimal));

export const depthAnswer = z.object({
  asks: levels,
  bids: levels,
  lastUpdateId: z.string().regex(/^\d+$/).transform(Number).pipe(z.int()),
});

export const tradesAnswer = z.array(
  z.object({
    ...{ id: z.int(), price: decimal, quantity: decimal },
    /** In milliseconds. */
    timestamp: z.int(),
    isBuyerMaker: z.boolean(),
  }),
);

export const venueSide = z.enum(['Bid', 'Ask']);

export type VenueSide = z.infer<typeof venueSide>;

export const timeInForce = z.enum(['GTC', 'IOC', 'FOK']);

export type TimeInForce = z.infer<typeof timeInForce>;

export const orderAnswer = z.object({
  id: z.string(),
  symbol: z.string(),
  side: venueSide,
  orderType: z.enum(['Limit', 'Market']),
  timeInForce,
  postOnly: z.boolean().optional(),
  price: decimal.optional(),
  quantity: decimal.nullable(),
  quoteQuantity: decimal.nullable(),
  executedQuantity: decimal,
  executedQuoteQuantity: decimal,
  status: z.enum(['New', 'PartiallyFilled', 'Filled', 'Cancelled', 'Expired']),
  /** In milliseconds. */
  createdAt: z.int(),
});

export type VenueOrder = z.infer<typeof orderAnswer>;

export const ordersAnswer = z.array(orderAnswer);

/** Times in what is past are text in UTC. */
const isoTime = z
  .string()
  .regex(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}$/)
  .transform((text) => Date.parse(`${text}Z`))
  .pipe(z.int());

/** An order of the history, in which those that are open stand as well. */
const pastOrder = orderAnswer.extend({
  createdAt: isoTime,
  clientId: z.int().nullable(),
  /** Of an expired order. */
  expiryReason: z.string().nullable(),
});

export type PastVenueOrder = z.infer<typeof pastOrder>;

export const pastOrdersAnswer = z.array(pastOrder);

const pastFill = z.object({
  ...{ tradeId: z.int(), symbol: z.string(), side: venueSide, price: decimal, quantity: decimal },
  ...{ fee: decimal, feeSymbol: z.string(), isMaker: z.boolean(), timestamp: isoTime },
});

export type PastFill = z.infer<typeof pastFill>;

export const fillsAnswer = z.array(pastFill);

/** Fees in hundredths of a percent. */
export const accountAnswer = z.object({ spotMakerFee: decimal, spotTakerFee: decimal });

/** By asset. */
export const capitalAnswer = z.record(z.string(), z.object({ available: decimal, locked: decimal }));

export type Capital = z.infer<typeof capitalAnswer>;
