/** As many months are offered as people look for: the API has all. */
const MOST = 60;

/** The months, in UTC, from the present one back to that in which the account began: each as 2026-11. */
export function monthsSince(createdAt: number, now: number): string[] {
  const months: string[] = [];
  const date = new Date(now);
  for (let month = 0; month < MOST; month += 1) {
    const begin = Date.UTC(date.getUTCFullYear(), date.getUTCMonth() - month);
    months.push(new Date(begin).toISOString().slice(0, 7));
    if (begin <= createdAt) break;
  }
  return months;
}

/** The first millisecond of a month, and that of the next one. */
export function boundsOf(month: string): { from: number; to: number } {
  const [year = 0, number = 0] = month.split('-').map(Number);
  return { from: Date.UTC(year, number - 1), to: Date.UTC(year, number) };
}
