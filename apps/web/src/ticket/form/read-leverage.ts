import { parseDecimal } from '@fulcrum/cfd';
import { isReadable, readTyped } from '../../numbers/typed-number.ts';

/** A leverage as it was typed. Nothing is rounded here: half a leverage is none. */
export function readLeverage(typed: string): number | undefined {
  const read = readTyped(typed);
  const leverage = isReadable(read) ? parseDecimal(read.text, 0) : undefined;
  return leverage === undefined || leverage < 1 ? undefined : leverage;
}
