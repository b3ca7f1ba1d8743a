import { decimal } from '@fulcrum/protocol';
import { z } from 'zod';
import { levels, timeInForce, venueSide } from './venue-schemas.ts';

/** What the venue's WebSocket sends, in its letters. Messages of another shape are ignored. Times are in microseconds. */

const depth = z.object({ a: levels, b: levels, U: z.int(), u: z.int() });

const trade = z.object({ t: z.int(), p: decimal, q: decimal, m: z.boolean(), T: z.int() });

const ticker = z.object({ o: decimal, c: decimal, h: decimal, l: decimal, v: decimal, V: decimal, n: z.int() });

/** A change of an own order. What a fill or an end alone has is absent or null otherwise. */
const orderUpdate = z.object({
  e: z.enum(['orderAccepted', 'orderFill', 'orderCancelled', 'orderExpired']),
  s: z.string(),
  i: z.string(),
  c: z.int().optional(),
  S: venueSide.optional(),
  f: timeInForce.optional(),
  /** What was ordered, and what of it is filled by now. */
  q: decimal.optional(),
  z: decimal.optional(),
  X: z.string().optional(),
  /** Why it expired. */
  R: z.string().optional(),
  /** The price, quantity and fee of a fill, and the asset of the fee. */
  L: decimal.optional(),
  l: decimal.optional(),
  n: decimal.optional(),
  N: z.string().nullish(),
  m: z.boolean().optional(),
  t: z.int().nullish(),
  T: z.int(),
});

export type DepthData = z.infer<typeof depth>;
export type TradeData = z.infer<typeof trade>;
export type TickerData = z.infer<typeof ticker>;
export type OrderUpdate = z.infer<typeof orderUpdate>;

/** The ids of the requests that may be refused. */
export const VENUE_REQUESTS = { market: 'market', orders: 'orders' } as const;

export type VenueMessage =
  | { readonly kind: 'depth'; readonly symbol: string; readonly data: DepthData }
  | { readonly kind: 'trade'; readonly symbol: string; readonly data: TradeData }
  | { readonly kind: 'ticker'; readonly symbol: string; readonly data: TickerData }
  | { readonly kind: 'order'; readonly data: OrderUpdate }
  | { readonly kind: 'refused'; readonly id: string; readonly code: number };

const NAMED = /^(depth|trade|ticker)\.(.+)$/;
const OWN = 'account.orderUpdate';

const frame = z.object({ stream: z.string(), data: z.unknown() });
const refusal = z.object({ id: z.enum(VENUE_REQUESTS), error: z.object({ code: z.int() }) });

/** @returns undefined when the text is no message that the screen knows. */
export function readVenueMessage(text: string): VenueMessage | undefined {
  const json = parseJson(text);
  const told = frame.safeParse(json).data;
  if (told !== undefined) return readData(told.stream, told.data);
  const refused = refusal.safeParse(json).data;
  return refused && { kind: 'refused', id: refused.id, code: refused.error.code };
}

function readData(stream: string, data: unknown): VenueMessage | undefined {
  if (stream === OWN) {
    const read = orderUpdate.safeParse(data).data;
    return read && { kind: 'order', data: read };
  }
  const [, kind, symbol = ''] = NAMED.exec(stream) ?? [];
  if (kind === 'depth') {
    const read = depth.safeParse(data).data;
    return read && { kind, symbol, data: read };
  }
  if (kind === 'trade') {
    const read = trade.safeParse(data).data;
    return read && { kind, symbol, data: read };
  }
  const read = kind === 'ticker' ? ticker.safeParse(data).data : undefined;
  return read && { kind: 'ticker', symbol, data: read };
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
