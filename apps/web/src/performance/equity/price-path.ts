import type { Candle } from '../../candles/candles.ts';
import type { PricePoint } from './equity-curve.ts';
import { partOf } from './ranges.ts';

/**
 * The way that a price went through its candles: to the extremes in between, which stand at the thirds of a step, and to
 * the last price at its end. A rising candle went to its low first. What lay between two points was seen by whoever held
 * the position, so the curve must not leave it out.
 *
 * @param events when orders of this asset were opened or closed, in milliseconds. In a candle with one of them nobody
 *   knows whether an extreme was before or after it, so there only the last price counts.
 * @param step how long a candle lasts, in milliseconds.
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
