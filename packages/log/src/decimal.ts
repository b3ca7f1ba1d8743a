/**
 * Decimal text to and from whole numbers of grid steps. A grid of `decimals` digits has steps of 10^-decimals, so
 * "61800.20" on a grid of 2 is 6180020 units. No floating point is involved: the digits are counted one by one.
 */

const ZERO = 48;
const NINE = 57;
const POINT = 46;
const MINUS = 45;

/**
 * Reads an optional minus, digits, and optionally a point and digits.
 *
 * @returns the whole number of units, or undefined when the text is no decimal, lies between two grid steps, or does
 *   not fit a safe integer. Nothing is ever rounded. Zeros after the last digit of the grid are fine.
 */
export function parseDecimal(text: string, decimals: number): number | undefined {
  const negative = text.charCodeAt(0) === MINUS;
  const start = negative ? 1 : 0;
  let units = 0;
  let fractionStart = -1;
  for (let at = start; at < text.length; at++) {
    const code = text.charCodeAt(at);
    if (code === POINT && fractionStart < 0 && at > start) {
      fractionStart = at + 1;
      continue;
    }
    if (code < ZERO || code > NINE) return undefined;
    if (fractionStart >= 0 && at - fractionStart >= decimals) {
      if (code !== ZERO) return undefined;
      continue;
    }
    units = units * 10 + (code - ZERO);
    if (units > Number.MAX_SAFE_INTEGER) return undefined;
  }
  if (text.length === start || fractionStart === text.length) return undefined;
  const fractionDigits = fractionStart < 0 ? 0 : Math.min(text.length - fractionStart, decimals);
  for (let missing = decimals - fractionDigits; missing > 0; missing--) units *= 10;
  if (units > Number.MAX_SAFE_INTEGER) return undefined;
  return negative && units !== 0 ? -units : units;
}

/**
 * What is wrong with a decimal that `parseDecimal` does not take, as the end of a sentence: it has too many digits
 * behind the point, or it is too large.
 *
 * @param most the largest number of units that would have been taken.
 */
export function describeFault(text: string, decimals: number, most = Number.MAX_SAFE_INTEGER): string {
  const [, fraction] = /^-?\d+(?:\.(\d+))?$/.exec(text) ?? [];
  const digits = fraction?.replace(/0+$/, '').length ?? 0;
  if (digits > decimals) return `has ${digits} decimals, and may have at most ${decimals}`;
  return `is too large: with ${decimals} decimals it is at most ${formatDecimal(most, decimals)}`;
}

/** Prints units with exactly `decimals` digits after the point, and no point when there are none. */
export function formatDecimal(units: number | bigint, decimals: number): string {
  const negative = units < 0;
  const digits = (negative ? -units : units).toString().padStart(decimals + 1, '0');
  const whole = digits.slice(0, digits.length - decimals);
  const text = decimals === 0 ? whole : `${whole}.${digits.slice(digits.length - decimals)}`;
  return negative ? `-${text}` : text;
}
