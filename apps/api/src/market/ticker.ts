import { formatDecimal } from '@fulcrum/cfd';
import type { MadeCandle } from '@fulcrum/db';

/** In percent. */
const PERCENT_DECIMALS = 2;

/** What a price did, as Backpack writes it, made of one candle. A quote has no volume of trade, so there is none. */
export function toTicker(candle: MadeCandle, symbol: string, decimals: number) {
  const { open, high, low, close, ticks, firstStart, source } = candle;
  const [firstPrice, lastPrice] = [open.toFixed(decimals), close.toFixed(decimals)];
  return {
    symbol,
    firstPrice,
    lastPrice,
    ...priceChange(firstPrice, lastPrice, decimals),
    high: high.toFixed(decimals),
    low: low.toFixed(decimals),
    volume: '0',
    quoteVolume: '0',
    trades: String(ticks),
    since: Number(firstStart),
    ...(source === null ? {} : { source }),
  };
}

/**
 * How far a price has gone, exactly, and how many percent of the first one that is, rounded to the nearest hundredth,
 * halves away from zero.
 *
 * @param decimals that both prices have, to the last zero.
 */
export function priceChange(firstPrice: string, lastPrice: string, decimals: number) {
  const [first, last] = [units(firstPrice), units(lastPrice)];
  const change = last - first;
  const hundredths = 100n * 10n ** BigInt(PERCENT_DECIMALS) * change;
  const half = change < 0n ? -first : first;
  return {
    priceChange: formatDecimal(change, decimals),
    // BigInt divides toward zero.
    priceChangePercent: formatDecimal(first === 0n ? 0n : (2n * hundredths + half) / (2n * first), PERCENT_DECIMALS),
  };
}

function units(price: string): bigint {
  return BigInt(price.replace('.', ''));
}
