import { formatDecimal } from '@fulcrum/cfd';
import { z } from 'zod';
import { MINUTE_MS, type TimedBar } from './past.ts';

const INTERVAL_MINUTES = {
  ...{ '1m': 1, '3m': 3, '5m': 5, '15m': 15, '30m': 30 },
  ...{ '1h': 60, '2h': 120, '4h': 240, '6h': 360, '8h': 480, '12h': 720, '1d': 1_440 },
};

type Interval = keyof typeof INTERVAL_MINUTES;

/** Klines in one answer, at most. */
export const MAX_KLINES = 1_000;

export const seconds = z
  .string()
  .regex(/^\d{1,10}$/, 'must be whole seconds since 1970')
  .transform((text) => 1_000 * Number(text));

const query = z.object({
  symbol: z.string().max(64),
  interval: z.enum(Object.keys(INTERVAL_MINUTES) as [Interval, ...Interval[]]),
  startTime: seconds,
  endTime: seconds.optional(),
});

/** A refusal in Backpack's words. */
export interface KlineRefusal {
  readonly type: 'refusal';
  readonly code: 'INVALID_CLIENT_REQUEST' | 'INVALID_RANGE';
  readonly message: string;
}

/** A request for klines. Times are in milliseconds. */
export interface KlineQuery {
  readonly type: 'query';
  readonly symbol: string;
  readonly step: number;
  readonly from: number;
  readonly to: number;
}

/** Reads a request. @returns a refusal if it is malformed. */
export function readKlineQuery(parameters: URLSearchParams, now: number): KlineQuery | KlineRefusal {
  const read = query.safeParse(Object.fromEntries(parameters));
  if (!read.success) {
    const [fault] = read.error.issues;
    return refuse('INVALID_CLIENT_REQUEST', `${fault?.path.join('.')}: ${fault?.message}`.slice(0, 200));
  }
  const { symbol, interval, startTime: from, endTime: to = now } = read.data;
  const step = INTERVAL_MINUTES[interval] * MINUTE_MS;
  if (to <= from) return refuse('INVALID_RANGE', 'startTime must be before endTime');
  if (Math.ceil((to - from) / step) > MAX_KLINES)
    return refuse('INVALID_RANGE', `at most ${MAX_KLINES} klines may be asked for at a time`);
  return { type: 'query', symbol, step, from, to };
}

function refuse(code: KlineRefusal['code'], message: string): KlineRefusal {
  return { type: 'refusal', code, message };
}

/** A bar in Backpack's form, marked as made up. */
export function toKline({ start, open, high, low, close }: TimedBar, step: number, priceDecimals: number) {
  const price = (units: number) => formatDecimal(units, priceDecimals);
  return {
    ...{ start: utcTime(start), end: utcTime(start + step) },
    ...{ open: price(open), high: price(high), low: price(low), close: price(close) },
    ...{ volume: '0', quoteVolume: '0', trades: '0', source: 'made-up' },
  };
}

/** Such as "2024-09-11 12:00:00". */
export function utcTime(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
}
