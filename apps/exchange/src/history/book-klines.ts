import type { VenueCandle } from '@fulcrum/db';
import { formatDecimal } from '@fulcrum/log';
import type { MarketSettings } from '@fulcrum/matching';
import type { Figures } from '../market-data/bars.ts';
import type { Span } from '../past/intervals.ts';
import { utcTime } from '../past/klines.ts';
import { isoSecond } from './iso-time.ts';

/**
 * A kline as Backpack tells it. One that nobody, or not everybody, traded in says so in `source`.
 *
 * @param newest what the tape has of it, which may be more than is recorded.
 */
export function toBookKline(
  settings: MarketSettings,
  { start, end }: Span,
  recorded: VenueCandle | undefined,
  newest: Figures | undefined,
) {
  const figures = newer(recorded, newest);
  if (figures === undefined) return undefined;
  const { priceDecimals, quantityDecimals, quoteDecimals } = settings;
  const price = (units: number) => formatDecimal(units, priceDecimals);
  const source = recorded?.source ?? null;
  return {
    ...{ start: utcTime(start), end: utcTime(end) },
    ...{ open: price(figures.first), high: price(figures.high), low: price(figures.low), close: price(figures.last) },
    volume: formatDecimal(figures.volume, quantityDecimals),
    quoteVolume: formatDecimal(figures.quoteVolume, quoteDecimals),
    trades: String(figures.trades),
    ...(source === null ? {} : { source }),
  };
}

/** What is made up opens the span, and trades close it. */
function newer(recorded: VenueCandle | undefined, newest: Figures | undefined): Figures | undefined {
  if (recorded === undefined) return newest;
  const stored: Figures = {
    ...{ first: Number(recorded.open), last: Number(recorded.close) },
    ...{ high: Number(recorded.high), low: Number(recorded.low), trades: Number(recorded.trades) },
    ...{ volume: BigInt(recorded.volume.toFixed(0)), quoteVolume: BigInt(recorded.quoteVolume.toFixed(0)) },
  };
  if (newest === undefined || newest.trades <= stored.trades) return stored;
  const high = Math.max(stored.high, newest.high);
  return { ...newest, first: stored.first, high, low: Math.min(stored.low, newest.low) };
}

/** A kline of the WebSocket, in Backpack's letters. Its times are ISO text, as Backpack sends them. */
export function toKlineMessage(
  { market, priceDecimals, quantityDecimals }: MarketSettings,
  { start, end }: Span,
  figures: Figures,
  { nowUs, isClosed }: { readonly nowUs: number; readonly isClosed: boolean },
) {
  const price = (units: number) => formatDecimal(units, priceDecimals);
  return {
    ...{ e: 'kline', E: nowUs, s: market, t: isoSecond(start), T: isoSecond(end) },
    ...{ o: price(figures.first), c: price(figures.last), h: price(figures.high), l: price(figures.low) },
    ...{ v: formatDecimal(figures.volume, quantityDecimals), n: figures.trades, X: isClosed },
  };
}
