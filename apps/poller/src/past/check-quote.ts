import type { PastCandle } from '@fulcrum/protocol';
import type { KlineSeconds } from '../venues/venue-klines.ts';
import { isNear, KlineError, MAX_FACTOR } from './check-klines.ts';

/** What an asset's price is now. */
export interface Quote {
  readonly bid: string;
  /** When it came, in milliseconds since 1970. */
  readonly atMs: number;
}

/** No price that was ever paid became twice as much, or the half, between an interval's end and a quote beside it. */
const MAX_FACTOR_BESIDE = 2;

/** So many intervals later a quote is still beside. */
const BESIDE = 2;

/**
 * Holds a venue's past to the present: it has to end about where the price is. A market that was closed in between may
 * have moved farther, but a price in other units is never meant.
 *
 * @throws KlineError when it does not.
 */
export function holdToQuote(candles: readonly PastCandle[], seconds: KlineSeconds, { bid, atMs }: Quote): void {
  const newest = candles.at(-1);
  if (newest === undefined) return;
  const step = 1_000 * seconds;
  const isBeside = Math.abs(atMs - (newest.start + step)) <= BESIDE * step;
  if (isNear(Number(newest.close), Number(bid), isBeside ? MAX_FACTOR_BESIDE : MAX_FACTOR)) return;
  throw new KlineError(`the past ends at ${newest.close}, and the price is ${bid}`);
}
