import { decimal } from '@fulcrum/protocol';
import { z } from 'zod';
import { toMicroseconds } from './exchange-time.ts';

/** The best bid and ask of one of a venue's symbols. */
export interface VenueTicker {
  readonly symbol: string;
  readonly bid: string;
  readonly ask: string;
  /** A size is only shown: the price counts without it. */
  readonly bidQuantity: string | undefined;
  readonly askQuantity: string | undefined;
  /** Grows with each ticker of a symbol. It may be beyond 2^53. */
  readonly updateId: bigint;
  /** Microseconds since 1970; undefined when the venue does not tell. */
  readonly exchangeTime: number | undefined;
}

/** What a venue said. */
export type VenueMessage =
  | { readonly type: 'ticker'; readonly ticker: VenueTicker }
  /** The answer to a subscription. */
  | { readonly type: 'answer' }
  /** The venue refused something. */
  | { readonly type: 'refusal'; readonly message: string }
  | { readonly type: 'invalid' };

/** Digits that a quantity may have; a screen shows it, and nobody counts with it. */
const MAX_QUANTITY_LENGTH = 32;
const MAX_WORDS = 200;
/**
 * More than any ticker, answer or refusal has. Whoever sends sixty kilobytes of brackets, many of them at a time, would
 * hold up the prices of all other venues.
 */
export const MAX_MESSAGE_LENGTH = 8 * 1_024;

/** A whole number as the text has it, whether in quotes or not. */
const digits = z.string().regex(/^\d{1,24}$/);

const quantity = decimal.max(MAX_QUANTITY_LENGTH);

const bookTicker = z.object({
  e: z.literal('bookTicker').optional(),
  s: z.string().max(64),
  a: decimal,
  b: decimal,
  A: z.unknown().optional(),
  B: z.unknown().optional(),
  u: digits,
  E: digits.nullish(),
  T: digits.nullish(),
});
const wrapped = z.object({ stream: z.string().max(128), data: bookTicker }).transform(({ data }) => data);
const ticker = wrapped.or(bookTicker);

const answer = z.object({ result: z.unknown(), id: z.union([z.number(), z.string(), z.null()]) });

/** Venues word a refusal in different ways: with an `error`, which is an object or a sentence, or with a `code`. */
const refusal = z
  .object({ error: z.union([z.record(z.string(), z.unknown()), z.string().min(1)]) })
  .transform(({ error }) => (typeof error === 'string' ? error : words(error)))
  .or(
    z
      .looseObject({ code: z.union([z.number(), z.string()]) })
      .refine(({ code }) => String(code) !== '0')
      .transform(words),
  );

/** Reads a venue's message: Backpack's and Binance's letters, in a wrapper `{stream, data}` or bare. It never throws. */
export function readVenueMessage(text: string): VenueMessage {
  if (text.length > MAX_MESSAGE_LENGTH) return { type: 'invalid' };
  let json: unknown;
  try {
    json = parseExactly(text);
  } catch {
    return { type: 'invalid' };
  }
  const read = ticker.safeParse(json);
  if (read.success) return { type: 'ticker', ticker: toTicker(read.data) };
  const refused = refusal.safeParse(json);
  if (refused.success) return { type: 'refusal', message: refused.data.slice(0, MAX_WORDS) };
  return { type: answer.safeParse(json).success ? 'answer' : 'invalid' };
}

function toTicker({ s, a, A, b, B, u, T, E }: z.output<typeof bookTicker>): VenueTicker {
  const time = T ?? E ?? undefined;
  return {
    ...{ symbol: s, bid: b, bidQuantity: toQuantity(B), ask: a, askQuantity: toQuantity(A), updateId: BigInt(u) },
    exchangeTime: time === undefined ? undefined : toMicroseconds(time),
  };
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

/** TypeScript does not know yet what a reviver is told of the text. */
const parseWithSource = JSON.parse as (
  text: string,
  reviver: (key: string, value: unknown, context: { readonly source?: string }) => unknown,
) => unknown;

/** The venue's own words. */
function words(error: Readonly<Record<string, unknown>>): string {
  const parts = [error.code, error.msg ?? error.message ?? error.reason];
  const said = parts.filter((part) => typeof part === 'string' || typeof part === 'number').join(': ');
  return said === '' ? 'the venue gives no reason' : said;
}
