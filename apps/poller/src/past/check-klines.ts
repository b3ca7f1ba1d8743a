import { formatDecimal, type Instrument } from '@fulcrum/cfd';
import type { PastCandle } from '@fulcrum/protocol';
import { priceOnGrid } from '../relay/price-on-grid.ts';
import type { KlineRange, VenueKline } from '../venues/venue-klines.ts';

/** The largest factor between two intervals. Real prices do not rise tenfold, or fall to a tenth. */
export const MAX_FACTOR = 10;

/** A kline on the grid: the prices in units. */
interface GridKline {
  readonly start: number;
  readonly open: number;
  readonly high: number;
  readonly low: number;
  readonly close: number;
}

/** A venue's klines are malformed. None of them is used. */
export class KlineError extends Error {
  override name = 'KlineError';
}

/**
 * Checks a venue's klines of a range, and puts them on the instrument's grid, rounded down like bids.
 *
 * @throws KlineError when any of them is wrong. A venue with one wrong price is not believed at all.
 */
export function checkKlines(klines: readonly VenueKline[], range: KlineRange, instrument: Instrument): PastCandle[] {
  let before: GridKline | undefined;
  const checked: PastCandle[] = [];
  for (const kline of klines) {
    // Venues often send the interval in progress as well.
    if (kline.start >= range.to) continue;
    const onGrid = toGrid(kline, instrument);
    const fault = faultOf(onGrid, before, range);
    if (fault !== undefined) throw new KlineError(`the kline of ${kline.start} ${fault}`);
    before = onGrid;
    checked.push(toCandle(onGrid, instrument));
  }
  return checked;
}

function toGrid({ start, open, high, low, close }: VenueKline, instrument: Instrument): GridKline {
  const units = (text: string) => priceOnGrid(text, 'bid', instrument)?.units ?? 0;
  return { start, open: units(open), high: units(high), low: units(low), close: units(close) };
}

function faultOf(kline: GridKline, before: GridKline | undefined, { seconds, from }: KlineRange): string | undefined {
  const { start, open, high, low, close } = kline;
  if (!Number.isSafeInteger(start) || start % (1_000 * seconds) !== 0) return 'begins where none can begin';
  if (start < from) return 'was not asked for';
  if (before !== undefined && start <= before.start) return 'is out of order';
  if (Math.min(open, high, low, close) <= 0) return 'has a price that cannot be';
  if (low > Math.min(open, close) || high < Math.max(open, close)) return 'has a price outside its own range';
  if (high > MAX_FACTOR * low || !isNear(open, before?.close ?? open, MAX_FACTOR))
    return 'jumps farther than any price does';
  return undefined;
}

export function isNear(price: number, other: number, factor: number): boolean {
  return price <= factor * other && other <= factor * price;
}

function toCandle({ start, open, high, low, close }: GridKline, { priceDecimals }: Instrument): PastCandle {
  const text = (units: number) => formatDecimal(units, priceDecimals);
  return { start, open: text(open), high: text(high), low: text(low), close: text(close) };
}
