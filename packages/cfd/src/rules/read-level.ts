import type { Instrument } from '../messages/instrument.ts';
import { type Refusal, refuse } from '../messages/rejection.ts';
import { priceFault } from '../prices/price-fault.ts';
import { parsePrice } from './instrument.ts';

/** A price that need not be there, or what is wrong with it. */
export type Level = number | undefined | Refusal;

/** Where prices come from, and how high they may be. */
interface PriceSource {
  readonly instrument: Instrument;
  readonly maxPrice?: number;
}

const CODES = {
  takeProfit: 'invalid_take_profit',
  stopLoss: 'invalid_stop_loss',
  trailingDistance: 'invalid_trailing_distance',
} as const;

/** Reads a level or a distance. What is absent is undefined. What an order that waited has kept was read when it was placed. */
export function readLevel(name: keyof typeof CODES, level: string | number | undefined, source: PriceSource): Level {
  if (typeof level !== 'string') return level;
  return parsePrice(level, source.instrument, source.maxPrice) ?? refuse(CODES[name], priceFault(name, level, source));
}
