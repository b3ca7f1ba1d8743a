import { MAX_PAST_CANDLES } from '@fulcrum/protocol';
import type { KlineSeconds } from '../venues/venue-klines.ts';

/** A day of minutes and an hour more, which is what a screen asks for first, and six weeks of hours. */
const WANTED: Readonly<Record<KlineSeconds, number>> = { 60: 1_500, 3600: 1_000 };

/** An asset whose candles go back by so many intervals has a past already. */
const ENOUGH = 300;

/** From a moment on and before another, in milliseconds. */
export interface Span {
  readonly from: number;
  readonly to: number;
}

/** Whether candles are missing, given when the oldest of them begins: undefined where there is none. */
export function lacksPast(oldest: number | undefined, seconds: KlineSeconds, now: number): boolean {
  return oldest === undefined || oldest > now - 1_000 * seconds * ENOUGH;
}

/** What to ask for, up to the last interval that is over, and the pages of it, the oldest first. */
export function pastRange(seconds: KlineSeconds, now: number): Span & { readonly pages: readonly Span[] } {
  const step = 1_000 * seconds;
  const to = Math.floor(now / step) * step;
  const from = to - WANTED[seconds] * step;
  const pages: Span[] = [];
  for (let start = from; start < to; start += MAX_PAST_CANDLES * step)
    pages.push({ from: start, to: Math.min(to, start + MAX_PAST_CANDLES * step) });
  return { from, to, pages };
}
