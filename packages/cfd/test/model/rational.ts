/**
 * An exact fraction with a positive denominator. It is never reduced, which keeps the code plain. The numbers stay small
 * enough, because each value comes from a decimal or a whole number after a few operations.
 */
export interface Rational {
  readonly numerator: bigint;
  readonly denominator: bigint;
}

export function fraction(numerator: bigint, denominator = 1n): Rational {
  return { numerator, denominator };
}

/** Reads an optional minus, digits, and optionally a point and digits. Anything else is undefined. */
export function parseDecimal(text: string): Rational | undefined {
  const match = /^(-?)(\d+)(?:\.(\d+))?$/.exec(text);
  if (!match) return undefined;
  const decimals = match[3] ?? '';
  const digits = BigInt(`${match[2]}${decimals}`);
  return fraction(match[1] === '-' ? -digits : digits, powerOfTen(decimals.length));
}

export function powerOfTen(exponent: number): bigint {
  return 10n ** BigInt(exponent);
}

/** The sum. Amounts of one grid stay on it, so that a number does not grow with each of many steps. */
export function add(a: Rational, b: Rational): Rational {
  if (a.denominator === b.denominator) return fraction(a.numerator + b.numerator, a.denominator);
  return fraction(a.numerator * b.denominator + b.numerator * a.denominator, a.denominator * b.denominator);
}

export function subtract(a: Rational, b: Rational): Rational {
  return add(a, fraction(-b.numerator, b.denominator));
}

export function multiply(a: Rational, b: Rational): Rational {
  return fraction(a.numerator * b.numerator, a.denominator * b.denominator);
}

/** Negative if a < b, zero if they are equal, positive if a > b. */
export function compare(a: Rational, b: Rational): number {
  const difference = subtract(a, b).numerator;
  return difference < 0n ? -1 : difference > 0n ? 1 : 0;
}

/** The greatest whole number that is not above the value. BigInt division alone rounds toward zero. */
export function floor(value: Rational): bigint {
  const quotient = value.numerator / value.denominator;
  return quotient * value.denominator > value.numerator ? quotient - 1n : quotient;
}

/** The least whole number that is not below the value. */
export function ceil(value: Rational): bigint {
  return -floor(fraction(-value.numerator, value.denominator));
}

/** How many units of 10^-decimals the value is, or undefined when that is not a whole number. */
export function unitsOf(value: Rational, decimals: number): bigint | undefined {
  const scaled = value.numerator * powerOfTen(decimals);
  return scaled % value.denominator === 0n ? scaled / value.denominator : undefined;
}

/** Prints a whole number of units of 10^-decimals with exactly that many digits after the point. */
export function printUnits(units: bigint, decimals: number): string {
  const sign = units < 0n ? '-' : '';
  const digits = (units < 0n ? -units : units).toString().padStart(decimals + 1, '0');
  const point = digits.length - decimals;
  return decimals === 0 ? `${sign}${digits}` : `${sign}${digits.slice(0, point)}.${digits.slice(point)}`;
}
