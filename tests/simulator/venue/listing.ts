import { Listing } from '../../../apps/exchange/src/listing/listing.ts';

/** A market of round figures, with a rebate for makers and a band that is met now and then. */
const MARKET = {
  ...{ market: 'BTC_USDC', base: 'BTC', quote: 'USDC', createdAt: '2026-01-03T00:00:00' },
  ...{ priceDecimals: 1, quantityDecimals: 2, tickSize: '0.5', stepSize: '0.01' },
  ...{ minPrice: '0.5', maxPrice: '1000', minQuantity: '0.01', maxQuantity: '100', minNotional: '1' },
  ...{ makerFeePpm: -100, takerFeePpm: 500, maxOpenOrders: 20, mode: 'open' },
  ...{ minMultiplierBps: 9_000, maxMultiplierBps: 11_000, minImpactBps: 9_500, maxImpactBps: 10_500 },
};

/** What is listed in every simulated venue. */
export const listing = new Listing(
  JSON.stringify({
    assets: [
      { asset: 'USDC', decimals: 6, displayName: 'USD Coin' },
      { asset: 'BTC', decimals: 4, displayName: 'Bitcoin' },
      { asset: 'ETH', decimals: 4, displayName: 'Ethereum' },
    ],
    markets: [MARKET, { ...MARKET, market: 'ETH_USDC', base: 'ETH', makerFeePpm: 200 }],
  }),
);

export const MARKETS = listing.markets.map(({ market }) => market);

/** What each account is given. */
export const DEPOSITS: [asset: string, amount: string][] = [
  ['USDC', '20000'],
  ['BTC', '200'],
  ['ETH', '200'],
];
