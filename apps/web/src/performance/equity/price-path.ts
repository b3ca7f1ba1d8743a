import type { Candle } from '../../candles/candles.ts';
import type { PricePoint } from './equity-curve.ts';
import { partOf } from './ranges.ts';

/**
 * The path of a price through its candles. The extremes of a candle stand at the thirds of its step, and the close at
 * its end. A rising candle reached its low first. The holder of a position has seen the extremes, so the curve shows
 * them.
 *
 * @param events the times of openings and closings of this asset, in milliseconds. In a candle with one of them an
 *   extreme may have been before or after it, so only the close counts.
 * @param step the length of a candle, in milliseconds.
 */
export function pathOf(candles: readonly Candle[], events: readonly number[], step: number): PricePoint[] {
  const busy = new Set(events.map((at) => Math.floor(at / step)));
  const part = partOf(step);
  return candles.flatMap(({ time, open, high, low, close }) => {
    const start = 1_000 * time;
    const last = { at: start + step, bid: close };
    if (part === step || busy.has(start / step)) return [last];
    const [first, second] = close >= open ? [low, high] : [high, low];
    return [{ at: start + part, bid: first }, { at: start + 2 * part, bid: second }, last];
  });
}
