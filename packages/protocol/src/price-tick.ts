import { z } from 'zod';
import { assetName, decimal, priceSource } from './values.ts';

/** Far more digits than any price has. A hostile entry could make each screen's message as long as it likes. */
const amount = decimal.max(4_096);

/** What stands in price-stream: a tick with what a screen wants to see and the engine does not. */
export const priceTickSchema = z.object({
  asset: assetName,
  bid: amount,
  bidQuantity: amount,
  ask: amount,
  askQuantity: amount,
  /** Microseconds, as text; empty when the source does not tell. */
  exchangeTime: z.string().regex(/^\d{0,20}$/),
  source: priceSource,
});

export type PriceTick = z.infer<typeof priceTickSchema>;
