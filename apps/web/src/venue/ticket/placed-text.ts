import { grouped } from '../../numbers/amounts.ts';
import type { VenueOrder } from '../api/venue-schemas.ts';
import type { VenueMarket } from '../markets/venue-market.ts';

/** What came of an order that was placed. */
export function placedText(order: VenueOrder, { base, quote }: Pick<VenueMarket, 'base' | 'quote'>): string {
  const { side, status, executedQuantity, executedQuoteQuantity } = order;
  const verb = side === 'Bid' ? 'Bought' : 'Sold';
  const isFilled = /[1-9]/.test(executedQuantity);
  const filled = `${verb} ${grouped(executedQuantity)} ${base} for ${grouped(executedQuoteQuantity)} ${quote}`;
  if (status === 'Filled') return `${filled}.`;
  if (status === 'New' || status === 'PartiallyFilled')
    return isFilled ? `${filled}; the rest stands in the book.` : 'The order stands in the book.';
  // Own orders are passed over, and so are prices beyond the market's band.
  return isFilled
    ? `${filled}; the rest expired.`
    : 'The order expired: it found nobody to trade with at an allowed price.';
}
