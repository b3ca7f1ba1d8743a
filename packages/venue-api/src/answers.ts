import { z } from 'zod';

/** What a client reads of the venue's answers. Further fields are passed over. */

const amount = z.string().regex(/^-?\d{1,20}(\.\d{1,20})?$/);
const id = z.string().min(1).max(32);

export const markets = z
  .array(
    z.object({
      symbol: z.string().max(32),
      baseSymbol: z.string().max(32),
      quoteSymbol: z.string().max(32),
      filters: z.object({
        price: z.object({
          tickSize: amount,
          minImpactMultiplier: amount.nullish(),
          maxImpactMultiplier: amount.nullish(),
        }),
        quantity: z.object({ minQuantity: amount, maxQuantity: amount.nullish(), stepSize: amount }),
      }),
    }),
  )
  .max(1_000);

/** What is bid and asked at each price, in the order of the prices. */
export const depth = z.object({
  bids: z.array(z.tuple([amount, amount])).max(1_000),
  asks: z.array(z.tuple([amount, amount])).max(1_000),
});

export const trades = z.array(z.object({ price: amount })).max(1_000);

export const order = z.object({
  id,
  symbol: z.string().max(32),
  side: z.enum(['Bid', 'Ask']),
  price: amount.optional(),
  quantity: amount.nullish(),
  executedQuantity: amount,
  status: z.enum(['New', 'PartiallyFilled', 'Filled', 'Cancelled', 'Expired']),
});

/** A user has at most 200 open orders in a market. */
export const orders = z.array(order).max(100_000);

/** What came of each order of a batch. */
export const placed = z
  .array(
    z.discriminatedUnion('operation', [
      order.extend({ operation: z.literal('Ok') }),
      z.object({ operation: z.literal('Err'), code: z.string().max(64), message: z.string().max(1_000) }),
    ]),
  )
  .max(20);

export const capital = z.record(z.string().max(32), z.object({ available: amount, locked: amount }));

export const refusal = z.object({ code: z.string().max(64), message: z.string().max(1_000) });

export type VenueMarket = z.output<typeof markets>[number];
export type VenueOrder = z.output<typeof order>;
export type PlacedOrder = z.output<typeof placed>[number];
export type Capital = z.output<typeof capital>;
