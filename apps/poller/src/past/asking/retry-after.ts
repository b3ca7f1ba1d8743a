/** The longest rest. A venue that demands more may do so by mistake. */
export const MOST_RETRY_AFTER_MS = 3_600_000;

/**
 * How long a venue wants to be left alone. `Retry-After` contains seconds or a date. A date is compared with the
 * venue's own clock, if it sends that.
 *
 * @returns undefined when the header is absent or malformed.
 */
export function retryAfterMs(headers: Headers, nowMs: number): number | undefined {
  const text = headers.get('retry-after')?.trim() ?? '';
  const wait = /^\d+$/.test(text) ? 1_000 * Number(text) : httpDate(text) - nowOf(headers, nowMs);
  return wait >= 0 ? Math.min(wait, MOST_RETRY_AFTER_MS) : undefined;
}

function nowOf(headers: Headers, nowMs: number): number {
  const time = httpDate(headers.get('date') ?? '');
  return Number.isNaN(time) ? nowMs : time;
}

/** Reads a date of HTTP. All three forms begin with the name of a day, and the oldest one does not name GMT. */
function httpDate(text: string): number {
  if (!/^(Sun|Mon|Tue|Wed|Thu|Fri|Sat)[a-z]*,? /.test(text)) return Number.NaN;
  return Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
}
