import type { Instrument } from '@fulcrum/cfd';
import { priceText } from '../numbers/amounts.ts';

/**
 * Whether a price can reach a liquidation price, in grid units. Prices are above zero. Only a buy at a price of a few
 * grid steps is never liquidated: even at a leverage of 1 the margin call lies at 5 % of the entry.
 */
export function isReachable(liquidationPrice: number): boolean {
  return liquidationPrice > 0;
}

export function liquidationText(liquidationPrice: number, instrument: Instrument): string {
  return isReachable(liquidationPrice) ? priceText(liquidationPrice, instrument) : 'never';
}
