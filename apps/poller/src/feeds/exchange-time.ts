/** From which number of digits on a time since 1970 is in a finer unit: each holds for the years 1973 to 5138. */
const [MILLISECONDS, MICROSECONDS, NANOSECONDS, NO_TIME] = [10n ** 11n, 10n ** 14n, 10n ** 17n, 10n ** 20n];

/**
 * A venue's time in microseconds since 1970. Venues write seconds, milliseconds, microseconds or nanoseconds, and some
 * of them change it between two of their versions: the unit shows in the size.
 *
 * @param digits a whole number as text.
 * @returns undefined for 0, and for what is no time.
 */
export function toMicroseconds(digits: string): number | undefined {
  const time = BigInt(digits);
  if (time === 0n || time >= NO_TIME) return undefined;
  if (time < MILLISECONDS) return Number(time * 1_000_000n);
  if (time < MICROSECONDS) return Number(time * 1_000n);
  return Number(time < NANOSECONDS ? time : time / 1_000n);
}
