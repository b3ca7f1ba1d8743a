import {
  ACCOUNT_STREAM,
  accountFigureFields,
  accountSettingFields,
  bookTickerSchema,
  eventSchemas,
  MARKET_STREAM,
  pendingOrderSchema,
  uuid,
  valuedOrderSchema,
} from '@fulcrum/protocol';
import { z } from 'zod';

/** What the WebSocket of apps/ws sends. Messages of another shape are ignored. */

const figures = z.object(accountFigureFields);

const { rights, pausedUntil, positionMode } = accountSettingFields;

const snapshot = figures.extend({
  type: z.literal('snapshot'),
  userId: uuid,
  orders: z.array(valuedOrderSchema),
  /** Absent where none waits. */
  pendingOrders: z.array(pendingOrderSchema).optional(),
  rights,
  pausedUntil,
  positionMode,
});

const profit = figures.extend({
  type: z.literal('pnl'),
  orders: z.array(
    valuedOrderSchema.pick({ orderId: true, currentPrice: true, unrealizedPnl: true, trailingStop: true }),
  ),
});

const accountData = z.discriminatedUnion('type', [
  snapshot,
  profit,
  eventSchemas.created,
  eventSchemas.updated,
  eventSchemas.closed,
  eventSchemas.placed,
  eventSchemas.cancelled,
  eventSchemas.reduced,
  eventSchemas.rejected,
  eventSchemas['account-set'],
]);

const marketData = z.discriminatedUnion('type', [
  eventSchemas['instrument-set'],
  eventSchemas['price-held'],
  eventSchemas['price-released'],
]);

const refusal = z.object({ code: z.string(), message: z.string() });

/** The ids of the requests. The answer repeats the id, and so says which request it answers. */
export const REQUEST_IDS = { prices: 'prices', account: 'account', market: 'market' } as const;

const requestId = z.enum(REQUEST_IDS);

export type AccountMessage = z.infer<typeof accountData>;
export type MarketMessage = z.infer<typeof marketData>;
export type Ticker = z.infer<typeof bookTickerSchema>;

/** A message of the feed, by its kind. */
export type FeedMessage =
  | { readonly kind: 'ticker'; readonly ticker: Ticker }
  | { readonly kind: 'account'; readonly event: AccountMessage }
  /** The stream `account` was refused, or has ended. */
  | { readonly kind: 'account-ended'; readonly code: string }
  /** An instrument's settings changed, or a price is held or released. */
  | { readonly kind: 'market'; readonly event: MarketMessage }
  /** The feed does not know all of the instruments yet. */
  | { readonly kind: 'prices-refused' }
  | { readonly kind: 'answer' };

/** Each shape of a message, and its meaning. */
const feedMessage = z.union([
  z
    .object({ stream: z.literal(ACCOUNT_STREAM), data: accountData })
    .transform(({ data }): FeedMessage => ({ kind: 'account', event: data })),
  z
    .object({ stream: z.string().startsWith('bookTicker.'), data: bookTickerSchema })
    .transform(({ data }): FeedMessage => ({ kind: 'ticker', ticker: data })),
  z
    .object({ stream: z.literal(MARKET_STREAM), data: marketData })
    .transform(({ data }): FeedMessage => ({ kind: 'market', event: data })),
  z
    .object({ stream: z.literal(ACCOUNT_STREAM), error: refusal })
    .transform(({ error }): FeedMessage => ({ kind: 'account-ended', code: error.code })),
  z.object({ id: requestId, error: refusal }).transform(({ id, error }) => refused(id, error.code)),
  z.object({ id: requestId, result: z.null() }).transform((): FeedMessage => ({ kind: 'answer' })),
]);

/** @returns undefined when the text is no message of the feed. */
export function readMessage(text: string): FeedMessage | undefined {
  return feedMessage.safeParse(parseJson(text)).data;
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
