import { decimal, MAX_PAST_CANDLES } from '@fulcrum/protocol';
import { z } from 'zod';

/** The intervals whose klines are asked for, by their length in seconds. */
export const KLINE_INTERVALS = { 60: '1m', 3600: '1h' } as const;

export type KlineSeconds = 60 | 3_600;

/** A range of klines: those that begin at `from` or later and before `to`, in milliseconds. */
export interface KlineRange {
  readonly symbol: string;
  readonly seconds: KlineSeconds;
  readonly from: number;
  readonly to: number;
}

/** A kline in the venue's own digits. */
export interface VenueKline {
  readonly start: number;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
}

/** A venue's dialect for past candles. */
export interface KlineDialect {
  /** The path and query below the venue's address. */
  readonly pathOf: (range: KlineRange) => string;
  /** Reads an answer's JSON. */
  readonly schema: z.ZodType<VenueKline[]>;
}

/** The most klines in an answer. A venue may add one interval, and the one in progress. */
const MOST = MAX_PAST_CANDLES + 2;

/** More digits than any price has. */
const price = decimal.max(64);

/** The length is checked first: describing a million faults would take a second. */
const atMost = z.array(z.unknown()).max(MOST);

const backpackTime = z
  .string()
  .regex(/^\d{4}-\d\d-\d\d[ T]\d\d:\d\d:\d\d$/)
  .transform((text) => Date.parse(`${text.replace(' ', 'T')}Z`));

const backpackKline = z.object({ start: backpackTime, open: price, high: price, low: price, close: price });

/** Backpack's interval without a trade has no prices, and is left out. */
const untraded = z.object({ start: backpackTime, open: z.null() }).transform(() => undefined);

export const backpackKlines: KlineDialect = {
  pathOf: ({ symbol, seconds, from, to }) =>
    `api/v1/klines?${new URLSearchParams({
      ...{ symbol, interval: KLINE_INTERVALS[seconds] },
      ...{ startTime: String(from / 1_000), endTime: String(to / 1_000) },
    })}`,
  schema: atMost
    .pipe(z.array(backpackKline.or(untraded)))
    .transform((klines) => klines.filter((kline) => kline !== undefined)),
};

/** The first five of a row's twelve values; the others may be anything. */
const binanceKline = z
  .tuple([z.int().nonnegative(), price, price, price, price], z.unknown())
  .transform(([start, open, high, low, close]) => ({ start, open, high, low, close }));

export const binanceKlines: KlineDialect = {
  pathOf: ({ symbol, seconds, from, to }) =>
    `api/v3/klines?${new URLSearchParams({
      ...{ symbol, interval: KLINE_INTERVALS[seconds], limit: String(MAX_PAST_CANDLES) },
      // Binance includes klines that begin at the end time.
      ...{ startTime: String(from), endTime: String(to - 1) },
    })}`,
  schema: atMost.pipe(z.array(binanceKline)),
};
