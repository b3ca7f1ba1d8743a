import { INTERVAL_SECONDS, INTERVALS, type Interval } from '../../candles/intervals.ts';

/** How far back a curve goes. */
export type Range = '1h' | '24h' | '7d' | 'all';

export const RANGES = [
  ['1h', '1 h'],
  ['24h', '24 h'],
  ['7d', '7 d'],
  ['all', 'All'],
] as const satisfies readonly (readonly [Range, string])[];

const HOUR_MS = 3_600_000;

const SPAN_MS = { '1h': HOUR_MS, '24h': 24 * HOUR_MS, '7d': 168 * HOUR_MS };

/** Enough for the minutes of a day, and for a week in steps of five minutes. */
const MOST_STEPS = 2_100;

/** Often enough for a curve, and seldom enough for whoever answers. */
const REFRESH_MS = 10_000;

/** The steps of a curve, whose boundaries are multiples of the interval, in milliseconds. */
export interface Grid {
  readonly interval: Interval;
  readonly step: number;
  readonly from: number;
  readonly to: number;
}

/** What an account has behind it, in milliseconds. */
export interface Past {
  /** When it was made: before that there is nothing to draw. */
  readonly createdAt: number;
  /** When its first order was opened: a little before that all of it begins, so that the opening can be seen. */
  readonly firstOrderAt: number;
}

/** @param now in milliseconds. The grid is the same for ten seconds, or one interval if that is longer. */
export function gridOf(range: Range, { createdAt, firstOrderAt }: Past, now: number): Grid {
  const wanted = range === 'all' ? (now - firstOrderAt) * 1.02 : SPAN_MS[range];
  const span = Math.max(60_000, Math.min(wanted, now - createdAt));
  const interval = INTERVALS.find((each) => span / stepOf(each) <= MOST_STEPS) ?? '1d';
  const step = stepOf(interval);
  const refresh = Math.max(step, REFRESH_MS);
  const to = Math.floor(now / refresh) * refresh;
  const steps = Math.min(MOST_STEPS, Math.ceil(span / step));
  return { interval, step, from: to - steps * step, to };
}

function stepOf(interval: Interval): number {
  return 1_000 * INTERVAL_SECONDS[interval];
}

/** A step has points at its thirds as well, if it has whole seconds for them: there its candle's extremes stand. */
export function partOf(step: number): number {
  return step % 3_000 === 0 ? step / 3 : step;
}

export function timesOf({ from, to, step }: Grid): number[] {
  const part = partOf(step);
  return Array.from({ length: Math.round((to - from) / part) + 1 }, (_, index) => from + index * part);
}
