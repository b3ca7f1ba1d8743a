import { parseDecimal } from '@fulcrum/cfd';
import type { VenueOrder } from '../api/venue-schemas.ts';
import type { VenueMarket } from '../markets/venue-market.ts';

/** The prices at which the user has orders in a market, by side of the book. */
export function ownPrices(orders: readonly VenueOrder[], { asset, priceDecimals }: VenueMarket) {
  const prices = { bids: new Set<number>(), asks: new Set<number>() };
  for (const { symbol, side, price } of orders) {
    const units = price === undefined ? undefined : parseDecimal(price, priceDecimals);
    if (symbol === asset && units !== undefined) prices[side === 'Bid' ? 'bids' : 'asks'].add(units);
  }
  return prices;
}
