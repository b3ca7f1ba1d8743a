import { type Instrument, parsePrice } from '@fulcrum/cfd';

/** What the bid did in one interval, in units of the instrument's grid. */
export interface Candle {
  /** When the interval began, in seconds since 1970: always a multiple of its length. */
  readonly time: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
  /** Who tells it, where it is of before our own ticks. */
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

/** Candles in the order of their times. One that makes no sense is passed over. */
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

/** All candles of two sorted lists, sorted. Where both have one of the same time, the second list's counts. */
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

/** One candle out of what two have seen of the same interval: it began as the first says, and is where the last says. */
export function joinCandles(first: Candle, last: Candle): Candle {
  const [high, low] = [Math.max(first.high, last.high), Math.min(first.low, last.low)];
  return { ...first, high, low, close: last.close };
}

/**
 * The newest candle after a tick: the same one, grown, or a new one that begins at the price.
 *
 * @param step the interval's length in seconds.
 * @returns the very same object when nothing changes, and also for a tick that comes after its interval is over.
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

/** When the interval began in which a moment lies, both in seconds. */
export function intervalStart(seconds: number, step: number): number {
  return Math.floor(seconds / step) * step;
}

/** Where the last candle stands that began at that time or before it; -1 when there is none. */
export function candleAt(candles: readonly Candle[], time: number): number {
  let [before, after] = [-1, candles.length];
  while (after - before > 1) {
    const middle = (before + after) >>> 1;
    if ((candles[middle]?.time ?? 0) <= time) before = middle;
    else after = middle;
  }
  return before;
}
