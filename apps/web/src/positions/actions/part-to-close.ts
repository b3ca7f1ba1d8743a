import { type Instrument, parseDecimal } from '@fulcrum/cfd';
import { quantityText } from '../../numbers/amounts.ts';
import { readTyped, unreadableText } from '../../numbers/typed-number.ts';

type Limits = Pick<Instrument, 'minQuantity' | 'quantityDecimals'>;

/** The parts that are closed by one press, in percent. */
export const PERCENTS = [25, 50, 75] as const;

/**
 * A percentage of what is open, rounded down to the grid. Quantities are in the instrument's units.
 *
 * @returns undefined where so much cannot be closed: nothing would be, or less would stay open than may.
 */
export function percentOf(open: number, percent: number, { minQuantity }: Limits): number | undefined {
  const part = Number((BigInt(open) * BigInt(percent)) / 100n);
  return part >= 1 && open - part >= minQuantity ? part : undefined;
}

/** Reads how much is to be closed. @returns the quantity, undefined for an empty text, or a sentence that says what is wrong. */
export function readPart(typed: string, open: number, instrument: Limits): number | undefined | string {
  if (typed.trim() === '') return undefined;
  const { minQuantity, quantityDecimals } = instrument;
  const otherwise = `Enter a quantity with at most ${quantityDecimals} decimals.`;
  const read = readTyped(typed);
  if (read.type !== 'number') return unreadableText(read, otherwise);
  const part = parseDecimal(read.text, quantityDecimals);
  if (part === undefined || part <= 0) return otherwise;
  if (part > open) return `No more than ${quantityText(open, instrument)} is open.`;
  if (part < open && open - part < minQuantity)
    return `At least ${quantityText(minQuantity, instrument)} has to stay open, or nothing.`;
  return part;
}
