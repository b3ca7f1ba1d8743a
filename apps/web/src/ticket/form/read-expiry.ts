import type { ExpiryEntry } from './ticket-form.ts';

/**
 * Reads until when an order waits, in milliseconds.
 *
 * @param now of the server's clock, in milliseconds.
 * @returns undefined for an order that waits until it is cancelled, or a sentence that says what is wrong.
 */
export function readExpiry({ by, text }: ExpiryEntry, now: number): number | undefined | string {
  if (by === 'never') return undefined;
  if (by === 'today') return new Date(now).setHours(24, 0, 0, 0);
  const time = new Date(text).getTime();
  if (Number.isNaN(time)) return 'Enter a date and a time.';
  return time > now ? time : 'Enter a time in the future.';
}
