import { z } from 'zod';
import { assetName, decimal, priceSource, timeMs } from '../value-schemas.ts';

/** Candles in one entry, at most: about 80 kB. */
export const MAX_PAST_CANDLES = 1_000;

/** As many digits as the table of candles has. */
const price = decimal.max(39).regex(/^\d{1,26}(\.\d{1,12})?$/, 'must have at most 26 digits and 12 decimals');

/** When the candle begins, and its open, high, low and close. */
const candle = z
  .tuple([timeMs, price, price, price, price])
  .transform(([start, open, high, low, close]) => ({ start, open, high, low, close }));

const candles = z.array(candle).min(1).max(MAX_PAST_CANDLES);

export type PastCandle = z.output<typeof candle>;

/** Candles of an asset from before our own ticks, as they travel from the poller to the recorder. */
export interface PastCandlesEntry {
  readonly asset: string;
  readonly seconds: 60 | 3_600;
  /** The venue that they come from. */
  readonly source: string;
  readonly candles: readonly PastCandle[];
}

const entrySchema = z.object({
  asset: assetName,
  seconds: z.enum(['60', '3600']).transform((text) => (text === '60' ? 60 : 3_600)),
  source: priceSource.min(1),
  candles: z.string(),
});

export function encodePastCandles({ asset, seconds, source, candles }: PastCandlesEntry): Record<string, string> {
  const rows = candles.map(({ start, open, high, low, close }) => [start, open, high, low, close]);
  return { asset, seconds: String(seconds), source, candles: JSON.stringify(rows) };
}

/** @returns undefined for a malformed entry, and where a candle does not begin at a multiple of its length. */
export function decodePastCandles(fields: Readonly<Record<string, string>>): PastCandlesEntry | undefined {
  const entry = entrySchema.safeParse(fields);
  if (!entry.success) return undefined;
  try {
    const read = candles.parse(JSON.parse(entry.data.candles));
    const isOnGrid = read.every(({ start }) => start % (1_000 * entry.data.seconds) === 0);
    return isOnGrid ? { ...entry.data, candles: read } : undefined;
  } catch {
    return undefined;
  }
}
