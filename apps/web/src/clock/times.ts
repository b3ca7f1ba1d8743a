const DAY_AND_TIME = new Intl.DateTimeFormat('sv', { dateStyle: 'short', timeStyle: 'medium' });

/** Local time in a form that sorts, such as "2026-09-21 14:03:07". */
export function dayAndTime(ms: number): string {
  return DAY_AND_TIME.format(ms);
}

/** The same to the millisecond. */
export function exactTime(ms: number): string {
  return `${dayAndTime(ms)}.${String(ms % 1_000).padStart(3, '0')}`;
}

/** Local time, such as "2026-09-21 14:03". */
export function toTheMinute(ms: number): string {
  return dayAndTime(ms).slice(0, -3);
}
