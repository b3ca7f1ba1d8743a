import { parseDecimal, unitsOf } from '../model/rational.ts';
import type { Known } from './known-orders.ts';

/** The instruments of random journals. */

/** An instrument's own settings, and where its price starts. */
export interface Market {
  readonly asset: string;
  readonly priceDecimals: number;
  readonly quantityDecimals: number;
  readonly minQuantity: string;
  readonly maxQuantity: string;
  readonly maxLeverage: number;
  readonly maxQuoteAgeMs: number;
  readonly guaranteedStopPpm?: number;
  readonly minGuaranteedDistanceBps?: number;
  /** The price at the beginning. Under the first rules there are higher ones. */
  readonly start: string;
  readonly firstStart?: string;
}

/**
 * Markets that strain the arithmetic in different ways: everyday figures; whole numbers so small that prices hit every
 * level exactly; sums beyond 2^53; figures near the limits of prices and quantities; and sums below a millionth.
 */
export const markets: readonly Market[] = [
  { ...market('GOLD', 2, 3, ['0.001', '50'], 100, 5_000, '100.00'), guaranteedStopPpm: 1_000 },
  {
    ...market('__proto__', 0, 0, ['1', '40'], 100, 5_000, '20'),
    guaranteedStopPpm: 333,
    minGuaranteedDistanceBps: 500,
  },
  {
    ...market('BTC', 8, 8, ['0.00000001', '90071992.54740991'], 100, 2_000, '40123.45678901'),
    firstStart: '97123.45678901',
    guaranteedStopPpm: 1,
  },
  {
    ...market('HUGE', 12, 12, ['0.000000000001', '9007.199254740991'], 1_000_000, 60_000, '4.000123456789'),
    firstStart: '4000.123456789012',
    guaranteedStopPpm: 999_999,
  },
  market('DUST', 12, 12, ['0.000000000001', '0.01'], 50, 5_000, '0.000001000007'),
];

/** Names that no prelude sets up. Two of them are properties of every JavaScript object. */
const strangers = ['constructor', 'NOWHERE', 'toString'];

function market(
  asset: string,
  priceDecimals: number,
  quantityDecimals: number,
  [minQuantity, maxQuantity]: readonly [string, string],
  maxLeverage: number,
  maxQuoteAgeMs: number,
  start: string,
): Market {
  return { asset, priceDecimals, quantityDecimals, minQuantity, maxQuantity, maxLeverage, maxQuoteAgeMs, start };
}

export function settingsOf({ start: _, firstStart: __, ...settings }: Market) {
  return settings;
}

/** None where a step has set up a stranger, with decimals of its own. */
export function marketOf(order: Known | undefined): Market | undefined {
  return markets.find(({ asset }) => asset === order?.asset);
}

export function marketAt(index: number): Market {
  const known = markets[index];
  if (known) return known;
  return { ...market(strangers[index - markets.length] ?? 'NOWHERE', 2, 2, ['1', '10'], 10, 5_000, '10.00') };
}

export function units(text: string, decimals: number): bigint {
  const value = parseDecimal(text);
  const count = value && unitsOf(value, decimals);
  if (count === undefined) throw new Error(`${text} is not on the grid`);
  return count;
}
