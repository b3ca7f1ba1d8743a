import type { CandleRange, MadeCandle } from '@fulcrum/db';
import { Problem } from '@fulcrum/http';
import type { KlinesQuery } from '../http/schemas.ts';
import { INTERVAL_SECONDS } from './intervals.ts';

/** Candles in one answer, at most. */
export const MAX_KLINES = 1_500;

/**
 * The intervals that begin within the range: at `startTime` or later, and before `endTime`. None of them is cut off.
 *
 * @param now in milliseconds: the end of a range that names none.
 * @throws Problem when there is none, or there are too many.
 */
export function klineRange({ symbol, interval, startTime, endTime }: KlinesQuery, now: number): CandleRange {
  const step = 1_000 * INTERVAL_SECONDS[interval];
  const to = endTime === undefined ? now : 1_000 * endTime;
  if (1_000 * startTime >= to) throw badStart('must be before endTime, which is now unless it is given');
  const from = Math.ceil((1_000 * startTime) / step) * step;
  const count = Math.ceil((to - from) / step);
  if (count > MAX_KLINES)
    throw badStart(`asks for ${count} candles, and an answer has at most ${MAX_KLINES}: begin later, or end earlier`);
  return { asset: symbol, from, to, step };
}

function badStart(startTime: string): Problem {
  return new Problem(400, 'invalid_input', 'The range cannot be had.', { errors: { startTime } });
}

/** A candle as Backpack writes it. A quote has no volume of trade, so there is none. */
export function toKline(candle: MadeCandle, step: number, priceDecimals: number) {
  const { start, open, high, low, close, ticks, source } = candle;
  const begin = Number(start);
  return {
    start: utcTime(begin),
    end: utcTime(begin + step),
    open: open.toFixed(priceDecimals),
    high: high.toFixed(priceDecimals),
    low: low.toFixed(priceDecimals),
    close: close.toFixed(priceDecimals),
    volume: '0',
    quoteVolume: '0',
    trades: String(ticks),
    ...(source === null ? {} : { source }),
  };
}

/** Such as "2024-09-11 12:00:00". */
function utcTime(ms: number): string {
  return new Date(ms).toISOString().slice(0, 19).replace('T', ' ');
}
