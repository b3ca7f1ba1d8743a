import { grouped } from '../../numbers/amounts.ts';
import type { VenueOrder } from '../api/venue-schemas.ts';
import type { VenueMarket } from '../markets/venue-market.ts';
import { expiryOf } from '../past/expiry-words.ts';

/**
 * What came of an order that was placed.
 *
 * @param expiryReason why it expired, once that is known.
 */
export function placedText(
  order: VenueOrder,
  { base, quote }: Pick<VenueMarket, 'base' | 'quote'>,
  expiryReason?: string,
): string {
  const { side, status, executedQuantity, executedQuoteQuantity } = order;
  const verb = side === 'Bid' ? 'Bought' : 'Sold';
  const isFilled = /[1-9]/.test(executedQuantity);
  const filled = `${verb} ${grouped(executedQuantity)} ${base} for ${grouped(executedQuoteQuantity)} ${quote}`;
  if (status === 'Filled') return `${filled}.`;
  if (status === 'New' || status === 'PartiallyFilled')
    return isFilled ? `${filled}; the rest stands in the book.` : 'The order stands in the book.';
  if (status === 'Cancelled') return isFilled ? `${filled}; the rest was cancelled.` : 'The order was cancelled.';
  const why = expiryReason === undefined ? undefined : expiryOf(expiryReason).why;
  if (isFilled) return `${filled}; the rest expired${why === undefined ? '' : `: ${why}`}.`;
  return `The order expired: ${why ?? 'it found nobody to trade with at an allowed price'}.`;
}
