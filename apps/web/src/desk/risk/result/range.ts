const DAY_MS = 86_400_000;

/** Days at the beginning, to today. */
const USUAL_DAYS = 30;

export interface Range {
  /** Days in UTC, such as 2026-11-30. */
  readonly from: string;
  readonly to: string;
}

const DAY = /^\d{4}-\d{2}-\d{2}$/;

/** The range that an address names; where it names none, the last thirty days. */
export function rangeOf(query: Readonly<Record<string, string>>, now = Date.now()): Range {
  const { from = '', to = '' } = query;
  const usual = { from: dayOf(now - (USUAL_DAYS - 1) * DAY_MS), to: dayOf(now) };
  return { from: DAY.test(from) ? from : usual.from, to: DAY.test(to) ? to : usual.to };
}

function dayOf(ms: number): string {
  return new Date(ms).toISOString().slice(0, 10);
}
