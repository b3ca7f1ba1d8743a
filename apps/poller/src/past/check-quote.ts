import type { PastCandle } from '@fulcrum/protocol';
import type { KlineSeconds } from '../venues/venue-klines.ts';
import { isNear, KlineError, MAX_FACTOR } from './check-klines.ts';

/** An asset's present price. */
export interface Quote {
  readonly bid: string;
  /** The time of its arrival, in milliseconds since 1970. */
  readonly atMs: number;
}

/**
 * The largest factor between the end of an interval and a quote near it. Real prices do not double or halve so fast.
 */
const MAX_FACTOR_BESIDE = 2;

/** A quote is near within this many intervals. */
const BESIDE = 2;

/**
 * Compares the end of a venue's past with the present price. A market that was closed in between may have moved
 * further, but not as far as a price in other units would be.
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
