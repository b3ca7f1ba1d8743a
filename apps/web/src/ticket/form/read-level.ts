import { type Instrument, MONEY_DECIMALS, type Position, parseDecimal } from '@fulcrum/cfd';
import { readTyped, unreadableText } from '../../numbers/typed-number.ts';
import { readLevelPrice } from '../../trading/level-price.ts';
import { priceForProfit, shareOf } from '../../trading/levels.ts';
import type { LevelEntry } from './ticket-form.ts';

/** In the instrument's units; undefined where there is none; or a sentence that says what is wrong. */
type Read = number | undefined | string;

/** Reads the price of a level. @param sign of an entered result: the loss at a stop is entered as a positive number. */
export function readLevel(entry: LevelEntry, sign: 1n | -1n, position: Position, instrument: Instrument): Read {
  if (entry.by === 'price') return readLevelPrice(entry.text, instrument);
  const what = entry.by === 'percent' ? 'percentage of the margin' : 'amount in USDC';
  const otherwise = `No price yields this. Enter a positive ${what}.`;
  const units = readPositive(entry, otherwise);
  if (typeof units !== 'bigint') return units;
  const result = entry.by === 'percent' ? shareOf(position.margin, units) : units;
  return priceForProfit(sign * result, position, instrument) ?? otherwise;
}

/** Reads how far a stop follows behind the price: as a price, in percent of the opening price, or as the loss. */
export function readDistance(entry: LevelEntry, position: Position, instrument: Instrument): Read {
  if (entry.by === 'price') return readLevelPrice(entry.text, instrument);
  const otherwise = `No distance is like this. Enter a positive ${entry.by === 'percent' ? 'percentage of the price' : 'amount in USDC'}.`;
  const units = readPositive(entry, otherwise);
  if (typeof units !== 'bigint') return units;
  const distance =
    entry.by === 'percent'
      ? Number(shareOf(BigInt(position.openPrice), units))
      : Math.abs((priceForProfit(-units, position, instrument) ?? position.openPrice) - position.openPrice);
  return distance >= 1 ? distance : otherwise;
}

/** A percentage in hundredths, or an amount in millionths. */
function readPositive({ by, text }: LevelEntry, otherwise: string): bigint | undefined | string {
  if (text.trim() === '') return undefined;
  const read = readTyped(text);
  if (read.type !== 'number') return unreadableText(read, otherwise);
  const units = parseDecimal(read.text, by === 'percent' ? 2 : MONEY_DECIMALS);
  return units === undefined || units <= 0 ? otherwise : BigInt(units);
}
