import { INTERVAL_SECONDS, INTERVALS, type Interval } from '../chart/intervals.ts';

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

/** More points than a chart has pixels say nothing more. */
const MOST_POINTS = 1_000;

/** Often enough for a curve, and seldom enough for whoever answers. */
const REFRESH_MS = 10_000;

/** The moments at which a curve has points: multiples of the interval, in milliseconds. */
export interface Grid {
  readonly interval: Interval;
  readonly step: number;
  readonly from: number;
  readonly to: number;
}

/**
 * @param since when the account's first order was opened: where all of it begins.
 * @param now in milliseconds. The grid is the same for ten seconds, or one interval if that is longer.
 */
export function gridOf(range: Range, since: number, now: number): Grid {
  // All of it begins a little before the first order, so that its opening can be seen.
  const span = range === 'all' ? Math.max(60_000, (now - since) * 1.02) : SPAN_MS[range];
  const interval = INTERVALS.find((each) => span / stepOf(each) <= MOST_POINTS) ?? '1d';
  const step = stepOf(interval);
  const refresh = Math.max(step, REFRESH_MS);
  const to = Math.floor(now / refresh) * refresh;
  const steps = Math.min(MOST_POINTS, Math.ceil(span / step));
  return { interval, step, from: to - steps * step, to };
}

function stepOf(interval: Interval): number {
  return 1_000 * INTERVAL_SECONDS[interval];
}

export function timesOf({ from, to, step }: Grid): number[] {
  return Array.from({ length: Math.round((to - from) / step) + 1 }, (_, index) => from + index * step);
}
