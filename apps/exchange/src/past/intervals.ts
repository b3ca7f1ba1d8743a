export const MINUTE_MS = 60_000;

const DAY_MINUTES = 24 * 60;

/** The intervals of klines that are always equally long, in minutes. */
const FIXED_MINUTES = {
  ...{ '1m': 1, '3m': 3, '5m': 5, '15m': 15, '30m': 30 },
  ...{ '1h': 60, '2h': 120, '4h': 240, '6h': 360, '8h': 480, '12h': 720 },
  ...{ '1d': DAY_MINUTES, '3d': 3 * DAY_MINUTES, '1w': 7 * DAY_MINUTES },
};

/** The intervals of klines that Backpack has. */
export type Interval = keyof typeof FIXED_MINUTES | '1month';

export const INTERVALS: readonly Interval[] = [
  ...(Object.keys(FIXED_MINUTES) as (keyof typeof FIXED_MINUTES)[]),
  '1month',
];

/** Its first moment, and the first behind it, in milliseconds. */
export interface Span {
  readonly start: number;
  readonly end: number;
}

/** Weeks begin on Mondays, and 1970 with a Thursday. */
const FIRST_MONDAY = 4 * DAY_MINUTES * MINUTE_MS;

export function isInterval(name: string): name is Interval {
  return (INTERVALS as readonly string[]).includes(name);
}

/** The span that holds a moment. */
export function spanAt(interval: Interval, atMs: number): Span {
  if (interval === '1month') return monthAt(new Date(atMs));
  const length = FIXED_MINUTES[interval] * MINUTE_MS;
  const offset = interval === '1w' ? FIRST_MONDAY : 0;
  const start = Math.floor((atMs - offset) / length) * length + offset;
  return { start, end: start + length };
}

/**
 * The spans that begin at `from` or later and before `to`, in their order.
 *
 * @returns undefined when there are more than so many.
 */
export function spansBetween(interval: Interval, from: number, to: number, most: number): Span[] | undefined {
  const spans: Span[] = [];
  for (let span = spanAt(interval, from); span.start < to; span = spanAt(interval, span.end)) {
    if (span.start < from) continue;
    if (spans.length === most) return undefined;
    spans.push(span);
  }
  return spans;
}

function monthAt(date: Date): Span {
  const [year, month] = [date.getUTCFullYear(), date.getUTCMonth()];
  return { start: Date.UTC(year, month), end: Date.UTC(year, month + 1) };
}
