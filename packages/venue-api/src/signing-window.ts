/** How long a signature holds, in milliseconds, unless its request says otherwise; and the most that it may say. */
export const DEFAULT_WINDOW_MS = 5_000;
export const MAX_WINDOW_MS = 60_000;

/** How far ahead of ours a client's clock may be. */
export const AHEAD_MS = 1_000;

/**
 * Why a signature does not hold at a moment, or undefined if it does. Within its window a request may be sent again, as
 * at Backpack.
 *
 * @param timestamp when it was made, in milliseconds since 1970: 13 digits.
 * @param window how long it holds, in milliseconds.
 */
export function windowFault(timestamp: string, window: string, now: number): string | undefined {
  if (!/^\d{13}$/.test(timestamp)) return 'the timestamp must be in milliseconds since 1970';
  if (!/^\d{1,5}$/.test(window) || Number(window) < 1 || Number(window) > MAX_WINDOW_MS)
    return `the window must be 1 to ${MAX_WINDOW_MS} milliseconds`;
  if (Number(timestamp) > now + AHEAD_MS) return 'the timestamp is in the future';
  return Number(timestamp) + Number(window) < now ? 'the request has expired' : undefined;
}
