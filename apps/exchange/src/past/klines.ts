import { formatDecimal } from '@fulcrum/cfd';
import { z } from 'zod';
import { INTERVALS, type Span, spansBetween } from './intervals.ts';
import type { TimedBar } from './past.ts';

/** Klines in one answer, at most. */
export const MAX_KLINES = 1_000;

export const seconds = z
  .string()
  .regex(/^\d{1,10}$/, 'must be whole seconds since 1970')
  .transform((text) => 1_000 * Number(text));

const query = z.object({
  symbol: z.string().max(64),
  interval: z.enum(INTERVALS),
  startTime: seconds,
  endTime: seconds.optional(),
});

/** A refusal in Backpack's words. */
export interface KlineRefusal {
  readonly type: 'refusal';
  readonly code: 'INVALID_CLIENT_REQUEST' | 'INVALID_RANGE';
  readonly message: string;
}

/** A request for klines. */
export interface KlineQuery {
  readonly type: 'query';
  readonly symbol: string;
  readonly spans: readonly Span[];
}

/** Reads a request. @returns a refusal if it is malformed. */
export function readKlineQuery(parameters: URLSearchParams, now: number): KlineQuery | KlineRefusal {
  const read = query.safeParse(Object.fromEntries(parameters));
  if (!read.success) {
    const [fault] = read.error.issues;
    return refuse('INVALID_CLIENT_REQUEST', `${fault?.path.join('.')}: ${fault?.message}`.slice(0, 200));
  }
  const { symbol, interval, startTime: from, endTime: to = now } = read.data;
  if (to <= from) return refuse('INVALID_RANGE', 'startTime must be before endTime');
  const spans = spansBetween(interval, from, to, MAX_KLINES);
  if (spans === undefined) return refuse('INVALID_RANGE', `at most ${MAX_KLINES} klines may be asked for at a time`);
  return { type: 'query', symbol, spans };
}

function refuse(code: KlineRefusal['code'], message: string): KlineRefusal {
  return { type: 'refusal', code, message };
}

/** A bar in Backpack's form, marked as made up. */
export function toKline({ start, end, open, high, low, close }: TimedBar, priceDecimals: number) {
  const price = (units: number) => formatDecimal(units, priceDecimals);
  return {
    ...{ start: utcTime(start), end: utcTime(end) },
    ...{ open: price(open), high: price(high), low: price(low), close: price(close) },
    ...{ volume: '0', quoteVolume: '0', trades: '0', source: 'made-up' },
  };
}

/** Such as "2024-09-11 12:00:00". */
export function utcTime(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
}
