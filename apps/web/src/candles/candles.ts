import { type Instrument, parsePrice } from '@fulcrum/cfd';

/** What the bid did in one interval, in units of the instrument's grid. */
export interface Candle {
  /** The start of the interval in seconds since 1970: a multiple of its length. */
  readonly time: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  /** The source of a candle from before our own ticks. */
  readonly source?: string | undefined;
}

/** A candle as the API writes it. */
export interface Kline {
  /** Such as "2024-09-11 12:00:00", in UTC. */
  readonly start: string;
  readonly open: string;
  readonly high: string;
  readonly low: string;
  readonly close: string;
  readonly source?: string | undefined;
}

/** Reads candles and keeps their order. Malformed ones are left out. */
export function readCandles(klines: readonly Kline[], instrument: Instrument): Candle[] {
  return klines.flatMap((kline) => readCandle(kline, instrument) ?? []).sort((one, other) => one.time - other.time);
}

function readCandle({ start, source, ...prices }: Kline, instrument: Instrument): Candle | undefined {
  const time = Date.parse(`${start.replace(' ', 'T')}Z`) / 1_000;
  const [open, high, low, close] = [prices.open, prices.high, prices.low, prices.close].map((text) =>
    parsePrice(text, instrument),
  );
  if (!Number.isSafeInteger(time)) return undefined;
  if (open === undefined || high === undefined || low === undefined || close === undefined) return undefined;
  return { time, open, high, low, close, ...(source === undefined ? {} : { source }) };
}

/** Merges two sorted lists. Of two candles of the same time the second list's is kept. */
export function mergeCandles(before: readonly Candle[], then: readonly Candle[]): Candle[] {
  const merged: Candle[] = [];
  let at = 0;
  for (const candle of then) {
    for (let next = before[at]; next !== undefined && next.time <= candle.time; next = before[++at])
      if (next.time < candle.time) merged.push(next);
    merged.push(candle);
  }
  return merged.concat(before.slice(at));
}

/** Joins two candles of the same interval: the open is the first's, the close the last's. */
export function joinCandles(first: Candle, last: Candle): Candle {
  const [high, low] = [Math.max(first.high, last.high), Math.min(first.low, last.low)];
  return { ...first, high, low, close: last.close };
}

/**
 * The newest candle after a tick: the same one, extended, or a new one that opens at the price.
 *
 * @param step the interval's length in seconds.
 * @returns the same object when nothing changes. A late tick, of an interval that is over, changes nothing.
 */
export function withTick(
  newest: Candle | undefined,
  { price, timeMs }: { readonly price: number; readonly timeMs: number },
  step: number,
): Candle {
  const time = intervalStart(timeMs / 1_000, step);
  if (newest === undefined || time > newest.time) return { time, open: price, high: price, low: price, close: price };
  if (time < newest.time || price === newest.close) return newest;
  return joinCandles(newest, { time, open: price, high: price, low: price, close: price });
}

/** The start of the interval that contains a moment, both in seconds. */
export function intervalStart(seconds: number, step: number): number {
  return Math.floor(seconds / step) * step;
}

/** The index of the last candle that began at that time or earlier; -1 when there is none. */
export function candleAt(candles: readonly Candle[], time: number): number {
  let [before, after] = [-1, candles.length];
  while (after - before > 1) {
    const middle = (before + after) >>> 1;
    if ((candles[middle]?.time ?? 0) <= time) before = middle;
    else after = middle;
  }
  return before;
}
