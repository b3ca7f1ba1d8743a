const SECOND_MS = 1_000;
const MINUTE_MS = 60 * SECOND_MS;
const HOUR_MS = 60 * MINUTE_MS;
const DAY_MS = 24 * HOUR_MS;

/** How long ago something was, as people say it. Clocks differ: what seems to come is of now. */
export function ageText(ms: number): string {
  if (ms < SECOND_MS) return 'now';
  if (ms < 2 * MINUTE_MS) return `${Math.floor(ms / SECOND_MS)} s ago`;
  if (ms < 2 * HOUR_MS) return `${Math.floor(ms / MINUTE_MS)} min ago`;
  return ms < 2 * DAY_MS ? `${Math.floor(ms / HOUR_MS)} h ago` : `${Math.floor(ms / DAY_MS)} days ago`;
}
