import type { CandlestickData, Time, UTCTimestamp } from 'lightweight-charts';
import type { Candle } from '../../candles/candles.ts';
import type { Gap } from '../../candles/gaps.ts';
import type { Grid } from './grid.ts';

/** A place on the library's time scale without a candle. */
interface EmptyBar {
  readonly time: Time;
}

/** A candle, or a gap, as the library draws it. */
export function toBar(bar: Candle | Gap, { toNumber }: Grid): CandlestickData<Time> | EmptyBar {
  const time = bar.time as UTCTimestamp;
  if (!('open' in bar)) return { time };
  return {
    time,
    open: toNumber(bar.open),
    high: toNumber(bar.high),
    low: toNumber(bar.low),
    close: toNumber(bar.close),
  };
}

/** @returns undefined where the library has no candle. */
export function toCandle(bar: object | undefined, time: Time | undefined, { toUnits }: Grid): Candle | undefined {
  if (bar === undefined || !('open' in bar)) return undefined;
  const { open, high, low, close } = bar as CandlestickData<Time>;
  return {
    time: time as UTCTimestamp,
    open: toUnits(open),
    high: toUnits(high),
    low: toUnits(low),
    close: toUnits(close),
  };
}
