import {
  ACCOUNT_STREAM,
  accountFigureFields,
  bookTickerSchema,
  eventSchemas,
  MARKET_STREAM,
  uuid,
  valuedOrderSchema,
} from '@fulcrum/protocol';
import { z } from 'zod';

/** What the feed sends (DESIGN, section 7). Whatever has another shape is passed over. */

const figures = z.object(accountFigureFields);

const snapshot = figures.extend({ type: z.literal('snapshot'), userId: uuid, orders: z.array(valuedOrderSchema) });

const profit = figures.extend({
  type: z.literal('pnl'),
  orders: z.array(valuedOrderSchema.pick({ orderId: true, currentPrice: true, unrealizedPnl: true })),
});

const accountData = z.discriminatedUnion('type', [
  snapshot,
  profit,
  eventSchemas.created,
  eventSchemas.updated,
  eventSchemas.closed,
  eventSchemas.rejected,
]);

const marketData = z.discriminatedUnion('type', [
  eventSchemas['instrument-set'],
  eventSchemas['price-held'],
  eventSchemas['price-released'],
]);

const refusal = z.object({ code: z.string(), message: z.string() });

/** What a request is about stands in its id, which comes back with the answer. */
export const REQUEST_IDS = { prices: 'prices', account: 'account', market: 'market' } as const;

const requestId = z.enum(REQUEST_IDS);

const feedMessage = z.union([
  z.object({ stream: z.literal(ACCOUNT_STREAM), data: accountData }),
  z.object({ stream: z.string().startsWith('bookTicker.'), data: bookTickerSchema }),
  z.object({ stream: z.literal(MARKET_STREAM), data: marketData }),
  z.object({ stream: z.literal(ACCOUNT_STREAM), error: refusal }),
  z.object({ id: requestId, error: refusal }),
  z.object({ id: requestId, result: z.null() }),
]);

export type AccountMessage = z.infer<typeof accountData>;
export type MarketMessage = z.infer<typeof marketData>;
export type Ticker = z.infer<typeof bookTickerSchema>;

/** A message of the feed, by what it is. */
export type FeedMessage =
  | { readonly kind: 'ticker'; readonly ticker: Ticker }
  | { readonly kind: 'account'; readonly event: AccountMessage }
  /** There is no stream `account`, or not any more. */
  | { readonly kind: 'account-ended'; readonly code: string }
  /** An instrument's settings changed, or a price is held or released. */
  | { readonly kind: 'market'; readonly event: MarketMessage }
  /** The feed does not know all of the instruments, yet. */
  | { readonly kind: 'prices-refused' }
  | { readonly kind: 'answer' };

/** @returns undefined when the text is no message of the feed. */
export function readMessage(text: string): FeedMessage | undefined {
  const parsed = feedMessage.safeParse(parseJson(text));
  if (!parsed.success) return undefined;
  const message = parsed.data;
  if ('error' in message) return refused('id' in message ? message.id : REQUEST_IDS.account, message.error.code);
  if (!('data' in message)) return { kind: 'answer' };
  if (message.stream === MARKET_STREAM) return { kind: 'market', event: message.data as MarketMessage };
  return message.stream === ACCOUNT_STREAM
    ? { kind: 'account', event: message.data as AccountMessage }
    : { kind: 'ticker', ticker: message.data as Ticker };
}

function refused(id: z.infer<typeof requestId>, code: string): FeedMessage {
  if (id === REQUEST_IDS.account) return { kind: 'account-ended', code };
  return { kind: id === REQUEST_IDS.prices ? 'prices-refused' : 'answer' };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
