import { type BookTicker, bookTickerSchema } from '@fulcrum/protocol';
import { z } from 'zod';

/** What a venue said. */
export type VenueMessage =
  | { readonly type: 'ticker'; readonly ticker: BookTicker }
  /** The answer to a subscription. */
  | { readonly type: 'answer' }
  /** The venue refused something. */
  | { readonly type: 'error'; readonly message: string }
  | { readonly type: 'invalid' };

const wrapped = z.object({ stream: z.string().max(128), data: bookTickerSchema }).transform(({ data }) => data);
const answer = z.object({ result: z.null(), id: z.union([z.number(), z.string(), z.null()]) });
const refusal = z.object({ error: z.object({ code: z.union([z.number(), z.string()]), message: z.string() }) });

/** Reads a venue's message: Backpack's and Binance's letters, in a wrapper `{stream, data}` or bare. It never throws. */
export function readVenueMessage(text: string): VenueMessage {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    return { type: 'invalid' };
  }
  const ticker = wrapped.or(bookTickerSchema).safeParse(json);
  if (ticker.success) return { type: 'ticker', ticker: ticker.data };
  if (answer.safeParse(json).success) return { type: 'answer' };
  const refused = refusal.safeParse(json);
  if (!refused.success) return { type: 'invalid' };
  const { code, message } = refused.data.error;
  return { type: 'error', message: `${code}: ${message}`.slice(0, 200) };
}
