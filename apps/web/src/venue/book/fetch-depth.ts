import { parseDecimal } from '@fulcrum/cfd';
import { venueCall } from '../api/venue-call.ts';
import { depthAnswer } from '../api/venue-schemas.ts';
import type { VenueMarket } from '../markets/venue-market.ts';
import { type Depth, type DepthSnapshot, type LevelChange, SNAPSHOT_LEVELS } from './depth-book.ts';

/** Pairs of price and quantity. */
type Texts = readonly (readonly string[])[];

/** The book of a market, as it is now. */
export async function fetchDepth(market: VenueMarket, signal: AbortSignal): Promise<DepthSnapshot> {
  const query = { symbol: market.asset, limit: SNAPSHOT_LEVELS };
  const { lastUpdateId, bids, asks } = await venueCall({ path: '/depth', query, schema: depthAnswer, signal });
  return { lastUpdateId, ...readDepth(market, bids, asks) };
}

/**
 * Levels on the grids of their market.
 *
 * @throws Error when one does not lie there: such a book must not be shown.
 */
export function readDepth(market: VenueMarket, bids: Texts, asks: Texts): Depth {
  const { priceDecimals, quantityDecimals } = market;
  const read = ([priceText = '', quantityText = '']: Texts[number]): LevelChange => {
    const [price, quantity] = [parseDecimal(priceText, priceDecimals), parseDecimal(quantityText, quantityDecimals)];
    if (price === undefined || quantity === undefined)
      throw new Error(`${quantityText} at ${priceText} does not lie on the grid of ${market.asset}`);
    return [price, quantity];
  };
  return { bids: bids.map(read), asks: asks.map(read) };
}
