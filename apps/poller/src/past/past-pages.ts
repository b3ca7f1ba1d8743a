import { MAX_PAST_CANDLES } from '@fulcrum/protocol';
import type { KlineSeconds } from '../venues/venue-klines.ts';

/** The wanted candles: a day and an hour of minutes, which a screen asks for first, and six weeks of hours. */
const WANTED: Readonly<Record<KlineSeconds, number>> = { 60: 1_500, 3600: 1_000 };

/** An asset whose candles go back this many intervals has enough past. */
const ENOUGH = 300;

/** From a moment (inclusive) to another (exclusive), in milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Whether candles are missing. @param oldest the start of the oldest candle; undefined without any. */
export function lacksPast(oldest: number | undefined, seconds: KlineSeconds, now: number): boolean {
  return oldest === undefined || oldest > now - 1_000 * seconds * ENOUGH;
}

/** The range to ask for, up to the last completed interval, and its pages, oldest first. */
export function pastRange(seconds: KlineSeconds, now: number): Span & { readonly pages: readonly Span[] } {
  const step = 1_000 * seconds;
  const to = Math.floor(now / step) * step;
  const from = to - WANTED[seconds] * step;
  const pages: Span[] = [];
  for (let start = from; start < to; start += MAX_PAST_CANDLES * step)
    pages.push({ from: start, to: Math.min(to, start + MAX_PAST_CANDLES * step) });
  return { from, to, pages };
}
