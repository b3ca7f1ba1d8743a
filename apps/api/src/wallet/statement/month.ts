/** A month of the calendar, in UTC: from its first millisecond to that of the next month. */
export interface Month {
  readonly name: string;
  readonly from: number;
  readonly to: number;
}

/** @param name as in 2026-11. */
export function monthOf(name: string): Month {
  const [year = 0, month = 0] = name.split('-').map(Number);
  return { name, from: Date.UTC(year, month - 1), to: Date.UTC(year, month) };
}

/** The name of the month that a time is in. */
export function monthName(timeMs: number): string {
  return new Date(timeMs).toISOString().slice(0, 7);
}
