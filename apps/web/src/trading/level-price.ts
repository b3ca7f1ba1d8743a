import { type Instrument, parsePrice } from '@fulcrum/cfd';
import { readTyped, unreadableText } from '../numbers/typed-number.ts';

/** @returns a level's price in grid units, undefined for an empty text, or a sentence that says what is wrong with it. */
export function readLevelPrice(typed: string, instrument: Instrument): number | undefined | string {
  if (typed.trim() === '') return undefined;
  const { priceDecimals } = instrument;
  const otherwise =
    priceDecimals === 0 ? 'Enter a price without decimals.' : `Enter a price with at most ${priceDecimals} decimals.`;
  const read = readTyped(typed);
  return read.type === 'number' ? (parsePrice(read.text, instrument) ?? otherwise) : unreadableText(read, otherwise);
}
