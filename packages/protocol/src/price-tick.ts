import { z } from 'zod';
import { decimal } from './values.ts';

/** What stands in price-stream: a tick with what a screen wants to see and the engine does not. */
export const priceTickSchema = z.object({
  asset: z.string(),
  bid: decimal,
  bidQuantity: decimal,
  ask: decimal,
  askQuantity: decimal,
  /** Microseconds, as text; empty when the source does not tell. */
  exchangeTime: z.string().regex(/^\d*$/),
  /** Where the price comes from, for example `backpack` or `recorded`. */
  source: z.string(),
});

export type PriceTick = z.infer<typeof priceTickSchema>;
