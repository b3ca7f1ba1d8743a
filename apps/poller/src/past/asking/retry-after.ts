/** A venue that asks for more is asked again after an hour all the same: what it says may be a slip. */
export const MOST_RETRY_AFTER_MS = 3_600_000;

/**
 * For how long a venue wants to be left alone: `Retry-After` has seconds, or a date, which is held to the venue's own
 * clock where it tells that.
 *
 * @returns undefined when it says nothing that makes sense.
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

/** All three forms that HTTP has begin with the name of a day, and the oldest leaves out that it is GMT. */
function httpDate(text: string): number {
  if (!/^(Sun|Mon|Tue|Wed|Thu|Fri|Sat)[a-z]*,? /.test(text)) return Number.NaN;
  return Date.parse(text.endsWith('GMT') ? text : `${text} GMT`);
}
