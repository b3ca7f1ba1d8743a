/** The size from which a time since 1970 is in a finer unit. This holds for the years 1973 to 5138. */
const [MILLISECONDS, MICROSECONDS, NANOSECONDS] = [10n ** 11n, 10n ** 14n, 10n ** 17n];

/**
 * A venue's time in microseconds since 1970. Venues write seconds, milliseconds, microseconds or nanoseconds, and some
 * change the unit with a version. The size shows the unit.
 *
 * @param digits a whole number as text.
 * @returns undefined for 0, and for a time after the year 2255, whose microseconds are more than the log takes.
 */
export function toMicroseconds(digits: string): number | undefined {
  const time = Number(inMicroseconds(BigInt(digits)));
  return time > 0 && Number.isSafeInteger(time) ? time : undefined;
}

function inMicroseconds(time: bigint): bigint {
  if (time < MILLISECONDS) return time * 1_000_000n;
  if (time < MICROSECONDS) return time * 1_000n;
  return time < NANOSECONDS ? time : time / 1_000n;
}
