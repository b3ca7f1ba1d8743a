import { assert, formatDecimal } from '@fulcrum/log';

/**
 * Quantities of all instruments are counted in one unit, 10^-12, which is the finest that the database keeps: so they are
 * added up exactly, whatever the digits of their instrument.
 */
export const QUANTITY_DECIMALS = 12;

const DECIMAL = /^(-?)(\d{1,26})(?:\.(\d{1,20}))?$/;

/** Reads a decimal; undefined where it is none, or has a digit below the unit. */
export function unitsIn(text: string): bigint | undefined {
  const [, sign, whole = '', fraction = ''] = DECIMAL.exec(text) ?? [];
  if (sign === undefined) return undefined;
  const digits = fraction.replace(/0+$/, '');
  if (digits.length > QUANTITY_DECIMALS) return undefined;
  const units = BigInt(whole + digits.padEnd(QUANTITY_DECIMALS, '0'));
  return sign === '-' ? -units : units;
}

/** Reads a decimal of which is known that it is one. */
export function toUnits(text: string): bigint {
  const units = unitsIn(text);
  assert(units !== undefined, `${text} is an amount`);
  return units;
}

const LONG_DECIMAL = /^(-?\d+)(?:\.(\d{1,24}))?$/;

/** Reads the sum of products of two amounts, in units of 10^-24. */
export function toSquareUnits(text: string): bigint {
  const [, whole, fraction = ''] = LONG_DECIMAL.exec(text) ?? [];
  assert(whole !== undefined, `${text} is a sum of products`);
  return BigInt(whole + fraction.padEnd(2 * QUANTITY_DECIMALS, '0'));
}

/** Prints units as a decimal without zeros at its end. */
export function printUnits(units: bigint): string {
  return formatDecimal(units, QUANTITY_DECIMALS).replace(/\.?0+$/, '');
}

/** For prices and figures for people, which need no more digits than a number has. */
export function toNumber(units: bigint): number {
  return Number(units) / 10 ** QUANTITY_DECIMALS;
}
