import type { MarketFigures, MarketSettings, Side } from '@fulcrum/matching';

const MILLION = 1_000_000n;

/** What an account has free of the two assets of a market, in their units. */
export interface Free {
  readonly base: number;
  readonly quote: number;
}

/**
 * The largest quantity for which an account can pay, in whole steps: nothing where that is too small for an order. The fee
 * is the one that an order locks.
 *
 * @param price in the market's units.
 */
export function maxOrder({ settings }: MarketFigures, side: Side, price: number, free: Free): number {
  const { lotUnits, stepSize, minQuantity, maxQuantity } = settings;
  const paid = side === 'sell' ? Math.floor(free.base / lotUnits) : bought(settings, price, free.quote);
  const most = Math.min(paid, maxQuantity);
  const whole = most - (most % stepSize);
  return whole < minQuantity ? 0 : whole;
}

function bought(settings: MarketSettings, price: number, quote: number): number {
  const { notionalUnits, makerFeePpm, takerFeePpm } = settings;
  const withFee = MILLION + BigInt(Math.max(makerFeePpm, takerFeePpm));
  return Number((BigInt(quote) * MILLION) / (BigInt(price) * BigInt(notionalUnits) * withFee));
}

/** The price of an order that names none: the best one of the other side, or the last one; undefined before the first trade. */
export function presentPrice({ bestBid, bestAsk, lastPrice }: MarketFigures, side: Side): number | undefined {
  const best = side === 'buy' ? bestAsk : bestBid;
  return best?.[0] ?? lastPrice;
}
