import { parseDecimal } from '@fulcrum/log';
import type { AssetUnits } from '../../messages/fields.ts';
import { type Refusal, refuse } from '../../messages/rejections.ts';
import type { MarketRequest, MarketSettings } from '../../messages/settings.ts';
import { MAX_PRICE } from '../../numbers/limits.ts';

function invalid(message: string): Refusal {
  return refuse('INVALID_MARKET', message);
}

/** Reads the settings of a market onto its grids, and holds them to what makes sense. */
export function readMarket(request: MarketRequest, base: AssetUnits, quote: AssetUnits): MarketSettings | Refusal {
  const { priceDecimals, quantityDecimals } = request;
  if (base.asset === quote.asset) return invalid('The base and the quote asset are the same.');
  if (quantityDecimals > base.decimals) return invalid('Quantities have at most as many decimals as the base asset.');
  if (priceDecimals + quantityDecimals > quote.decimals)
    return invalid('Prices and quantities together have at most as many decimals as the quote asset.');
  const amounts = readAmounts(request, quote.decimals);
  if (typeof amounts === 'string') return invalid(`${amounts} is no amount on its grid above zero.`);
  const settings: MarketSettings = {
    market: request.market,
    base: request.base,
    quote: request.quote,
    priceDecimals,
    quantityDecimals,
    ...amounts,
    makerFeePpm: request.makerFeePpm,
    takerFeePpm: request.takerFeePpm,
    minMultiplierBps: request.minMultiplierBps,
    maxMultiplierBps: request.maxMultiplierBps,
    minImpactBps: request.minImpactBps,
    maxImpactBps: request.maxImpactBps,
    maxOpenOrders: request.maxOpenOrders,
    mode: request.mode,
    baseDecimals: base.decimals,
    quoteDecimals: quote.decimals,
    lotUnits: 10 ** (base.decimals - quantityDecimals),
    notionalUnits: 10 ** (quote.decimals - priceDecimals - quantityDecimals),
  };
  const fault = faultOf(settings);
  return fault === undefined ? settings : invalid(fault);
}

type Amounts = Pick<
  MarketSettings,
  'tickSize' | 'stepSize' | 'minPrice' | 'maxPrice' | 'minQuantity' | 'maxQuantity' | 'minNotional'
>;

/** @returns the name of the first amount that is none. */
function readAmounts(request: MarketRequest, quoteDecimals: number): Amounts | string {
  const decimals = {
    tickSize: request.priceDecimals,
    stepSize: request.quantityDecimals,
    minPrice: request.priceDecimals,
    maxPrice: request.priceDecimals,
    minQuantity: request.quantityDecimals,
    maxQuantity: request.quantityDecimals,
    minNotional: quoteDecimals,
  };
  const amounts: Record<string, number> = {};
  for (const [name, digits] of Object.entries(decimals)) {
    const units = parseDecimal(request[name as keyof Amounts], digits);
    const least = name === 'minNotional' ? 0 : 1;
    if (units === undefined || units < least) return name;
    amounts[name] = units;
  }
  return amounts as Amounts;
}

function faultOf(settings: MarketSettings): string | undefined {
  const { tickSize, stepSize, minPrice, maxPrice, minQuantity, maxQuantity } = settings;
  if (minPrice > maxPrice || maxPrice > MAX_PRICE)
    return `The prices go from minPrice up to maxPrice, which is at most ${MAX_PRICE} units.`;
  if (minPrice % tickSize !== 0 || maxPrice % tickSize !== 0)
    return 'The least and the greatest price are multiples of the tick.';
  if (minQuantity > maxQuantity) return 'The quantities go from minQuantity up to maxQuantity.';
  if (minQuantity % stepSize !== 0 || maxQuantity % stepSize !== 0)
    return 'The least and the greatest quantity are multiples of the step.';
  if (settings.makerFeePpm + settings.takerFeePpm < 0) return "The maker's rebate is at most the taker's fee.";
  const { minMultiplierBps = 0, maxMultiplierBps = Number.POSITIVE_INFINITY } = settings;
  if (minMultiplierBps > 10_000 || maxMultiplierBps < 10_000) return 'The reference price lies within the price band.';
  const { minImpactBps = 0, maxImpactBps = Number.POSITIVE_INFINITY } = settings;
  if (minImpactBps > 10_000 || maxImpactBps < 10_000) return 'The reference price lies within the impact band.';
  return undefined;
}

/** What never changes once it is set. */
const LASTING = ['base', 'quote', 'priceDecimals', 'quantityDecimals', 'tickSize', 'stepSize'] as const;

/** @returns the name of a setting that would change and may not. */
export function changedForever(before: MarketSettings, after: MarketSettings): string | undefined {
  return LASTING.find((name) => before[name] !== after[name]);
}
