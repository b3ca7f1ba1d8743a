import { parseDecimal } from '@fulcrum/cfd';
import { readTyped } from '../../numbers/typed-number.ts';

/** Reads a typed leverage. Fractions are refused, not rounded. */
export function readLeverage(typed: string): number | undefined {
  const read = readTyped(typed);
  const leverage = read.type === 'number' ? parseDecimal(read.text, 0) : undefined;
  return leverage === undefined || leverage < 1 ? undefined : leverage;
}
