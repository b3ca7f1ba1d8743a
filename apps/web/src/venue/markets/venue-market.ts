import { parseDecimal } from '@fulcrum/cfd';
import type { MarketAnswer } from '../api/venue-schemas.ts';

/** A market of the venue. Prices and quantities are whole units of its grids. */
export interface VenueMarket {
  /** Such as BTC_USDC. */
  readonly asset: string;
  readonly base: string;
  readonly quote: string;
  readonly priceDecimals: number;
  readonly quantityDecimals: number;
  readonly tick: number;
  readonly minPrice: number;
  readonly maxPrice: number;
  readonly step: number;
  readonly minQuantity: number;
  readonly maxQuantity: number;
  /** Open, PostOnly, CancelOnly or Closed. */
  readonly state: string;
}

/** @throws Error when the market's figures do not lie on its grids. */
export function toVenueMarket({ symbol, baseSymbol, quoteSymbol, filters, orderBookState }: MarketAnswer): VenueMarket {
  const { tickSize, minPrice, maxPrice } = filters.price;
  const { stepSize, minQuantity, maxQuantity } = filters.quantity;
  const [priceDecimals, quantityDecimals] = [decimalsOf(tickSize), decimalsOf(stepSize)];
  const price = (text: string) => unitsOf(text, priceDecimals, symbol);
  const quantity = (text: string) => unitsOf(text, quantityDecimals, symbol);
  return {
    asset: symbol,
    base: baseSymbol,
    quote: quoteSymbol,
    ...{ priceDecimals, quantityDecimals, state: orderBookState },
    ...{
      tick: price(tickSize),
      minPrice: price(minPrice),
      step: quantity(stepSize),
      minQuantity: quantity(minQuantity),
    },
    maxPrice: maxPrice === null ? Number.MAX_SAFE_INTEGER : price(maxPrice),
    maxQuantity: maxQuantity === null ? Number.MAX_SAFE_INTEGER : quantity(maxQuantity),
  };
}

function decimalsOf(text: string): number {
  return text.split('.')[1]?.length ?? 0;
}

function unitsOf(text: string, decimals: number, symbol: string): number {
  const units = parseDecimal(text, decimals);
  if (units === undefined) throw new Error(`${text} does not lie on the grid of ${symbol}`);
  return units;
}
