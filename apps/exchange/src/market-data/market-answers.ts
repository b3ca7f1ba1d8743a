import { formatDecimal } from '@fulcrum/log';
import { type MarketSettings, printSettings } from '@fulcrum/matching';
import { BOOK_STATES } from '../dialect/venue-words.ts';
import type { Figures } from './bars.ts';
import type { TapeTrade } from './tape.ts';

/** Ten-thousandths as a factor, such as 0.75. */
function factor(bps: number | undefined): string | null {
  return bps === undefined ? null : formatDecimal(bps, 4);
}

/** A market as Backpack tells it. What only perpetuals have is null. */
export function toMarket(market: MarketSettings, createdAt: string | null) {
  const { tickSize, stepSize, minPrice, maxPrice, minQuantity, maxQuantity } = printSettings(market);
  return {
    symbol: market.market,
    baseSymbol: market.base,
    quoteSymbol: market.quote,
    marketType: 'SPOT',
    filters: {
      price: {
        minPrice,
        maxPrice,
        tickSize,
        minMultiplier: factor(market.minMultiplierBps),
        maxMultiplier: factor(market.maxMultiplierBps),
        minImpactMultiplier: factor(market.minImpactBps),
        maxImpactMultiplier: factor(market.maxImpactBps),
        meanMarkPriceBand: null,
        meanPremiumBand: null,
        borrowEntryFeeMinMultiplier: null,
        borrowEntryFeeMaxMultiplier: null,
      },
      quantity: { minQuantity, maxQuantity, stepSize },
    },
    imfFunction: null,
    mmfFunction: null,
    fundingInterval: null,
    fundingRateUpperBound: null,
    fundingRateLowerBound: null,
    openInterestLimit: '0',
    orderBookState: BOOK_STATES[market.mode],
    createdAt,
    visible: true,
  };
}

/** A trade as Backpack tells it. */
export function toTrade({ tradeId, price, quantity, quoteQuantity, takerSide, time }: TapeTrade) {
  return { id: tradeId, price, quantity, quoteQuantity, timestamp: time, isBuyerMaker: takerSide === 'sell' };
}

/** Digits of the change, which is a fraction of the first price. */
const CHANGE_DECIMALS = 6;

/** What the trades of a day or a week did, as Backpack tells it. Without a trade all is zero. */
export function toTicker({ market, priceDecimals, quantityDecimals, quoteDecimals }: MarketSettings, of?: Figures) {
  const { first = 0, last = 0, high = 0, low = 0, volume = 0n, quoteVolume = 0n, trades = 0 } = of ?? {};
  const price = (units: number) => formatDecimal(units, priceDecimals);
  const change = BigInt(last - first) * 10n ** BigInt(CHANGE_DECIMALS);
  return {
    symbol: market,
    firstPrice: price(first),
    lastPrice: price(last),
    high: price(high),
    low: price(low),
    priceChange: price(last - first),
    priceChangePercent: formatDecimal(first === 0 ? 0n : change / BigInt(first), CHANGE_DECIMALS),
    volume: formatDecimal(volume, quantityDecimals),
    quoteVolume: formatDecimal(quoteVolume, quoteDecimals),
    trades: String(trades),
  };
}
