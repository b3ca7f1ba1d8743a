import { decimal } from '@fulcrum/protocol';
import { z } from 'zod';
import { toMicroseconds } from './exchange-time.ts';
import { type OtherMessage, otherMessage } from './other-message.ts';

/** The best bid and ask of one of a venue's symbols. */
export interface VenueTicker {
  readonly symbol: string;
  readonly bid: string;
  readonly ask: string;
  /** Sizes are only shown. The price counts without them. */
  readonly bidQuantity: string | undefined;
  readonly askQuantity: string | undefined;
  /** Grows with each ticker of a symbol. It may be beyond 2^53. */
  readonly updateId: bigint;
  /** Microseconds since 1970; undefined when the venue does not tell. */
  readonly exchangeTime: number | undefined;
}

/** A message of a venue. */
export type VenueMessage = { readonly type: 'ticker'; readonly ticker: VenueTicker } | OtherMessage;

/** The most digits of a quantity, which is only shown. */
const MAX_QUANTITY_LENGTH = 32;
/**
 * The longest message: longer than any ticker, answer or refusal. Many messages of sixty kilobytes of brackets would
 * hold up the prices of all other venues.
 */
export const MAX_MESSAGE_LENGTH = 8 * 1_024;

/** A whole number as text, with or without quotes in the message. */
const digits = z.string().regex(/^\d{1,24}$/);

const quantity = decimal.max(MAX_QUANTITY_LENGTH);

/** Fields that a price does not need may be anything. */
const bookTicker = z.object({
  e: z.literal('bookTicker').nullish(),
  s: z.string().max(64),
  a: decimal,
  b: decimal,
  A: z.unknown().optional(),
  B: z.unknown().optional(),
  u: digits,
  E: z.unknown().optional(),
  T: z.unknown().optional(),
});
const wrapped = z.object({ data: bookTicker }).transform(({ data }) => data);
const ticker = wrapped.or(bookTicker);

/**
 * Reads a venue's message: Backpack's and Binance's letters, in a wrapper `{stream, data}` or bare. It never throws.
 */
export function readVenueMessage(text: string): VenueMessage {
  if (text.length > MAX_MESSAGE_LENGTH) return { type: 'invalid' };
  let json: unknown;
  try {
    json = parseExactly(text);
  } catch {
    return otherMessage(text, text);
  }
  const read = ticker.safeParse(json);
  return read.success ? { type: 'ticker', ticker: toTicker(read.data) } : otherMessage(json, text);
}

function toTicker({ s, a, A, b, B, u, T, E }: z.output<typeof bookTicker>): VenueTicker {
  return {
    ...{ symbol: s, bid: b, bidQuantity: toQuantity(B), ask: a, askQuantity: toQuantity(A), updateId: BigInt(u) },
    exchangeTime: toTime(T) ?? toTime(E),
  };
}

function toTime(time: unknown): number | undefined {
  const read = digits.safeParse(time);
  return read.success ? toMicroseconds(read.data) : undefined;
}

function toQuantity(size: unknown): string | undefined {
  const read = quantity.safeParse(size);
  return read.success && !read.data.startsWith('-') ? read.data : undefined;
}

const WHOLE_NUMBERS: ReadonlySet<string> = new Set(['u', 'E', 'T']);

/** Keeps numbers that may be beyond 2^53 as the text has them. */
function parseExactly(text: string): unknown {
  return parseWithSource(text, (key, value, { source }) =>
    typeof value === 'number' && WHOLE_NUMBERS.has(key) ? source : value,
  );
}

/** TypeScript does not know the reviver's third argument yet. */
const parseWithSource = JSON.parse as (
  text: string,
  reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
) => unknown;
