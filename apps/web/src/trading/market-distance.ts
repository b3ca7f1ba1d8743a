import { openingPrice, type Quote, type Side } from '@fulcrum/cfd';
import { signedPercentText } from '../numbers/amounts.ts';
import { hundredthsOfPercent } from '../numbers/rounding.ts';

/** How far the market is from the price that an order waits for, in percent of the market's. */
export function marketDistanceText(side: Side, price: number, quote: Quote): string {
  const now = openingPrice(side, quote);
  return signedPercentText(hundredthsOfPercent(BigInt(price - now), BigInt(now)));
}
