import { INTERVAL_SECONDS, INTERVALS, type Interval } from '../../candles/intervals.ts';

/** The span of time that a curve covers. */
export type Range = '1h' | '24h' | '7d' | 'all';

export const RANGES = [
  ['1h', '1 h'],
  ['24h', '24 h'],
  ['7d', '7 d'],
  ['all', 'All'],
] as const satisfies readonly (readonly [Range, string])[];

const HOUR_MS = 3_600_000;

const SPAN_MS = { '1h': HOUR_MS, '24h': 24 * HOUR_MS, '7d': 168 * HOUR_MS };

/** The most steps: enough for the minutes of a day, and for a week in steps of five minutes. */
const MOST_STEPS = 2_100;

/** How often the curve moves on. More often would burden the API. */
const REFRESH_MS = 10_000;

/** The steps of a curve, in milliseconds. Their boundaries are multiples of the interval. */
export interface Grid {
  readonly interval: Interval;
  readonly step: number;
  readonly from: number;
  readonly to: number;
}

/** The beginnings of an account, in milliseconds. */
export interface Past {
  /** The time of its creation. Before that there is nothing to draw. */
  readonly createdAt: number;
  /** The time of its first opening. The range "all" begins a little before it, so that it can be seen. */
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

/** The distance of points: a third of a step, where its candle's extremes stand, if that is whole seconds. */
export function partOf(step: number): number {
  return step % 3_000 === 0 ? step / 3 : step;
}

export function timesOf({ from, to, step }: Grid): number[] {
  const part = partOf(step);
  return Array.from({ length: Math.round((to - from) / part) + 1 }, (_, index) => from + index * part);
}
