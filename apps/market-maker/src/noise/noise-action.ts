import type { Side } from '../quotes/ladder.ts';
import type { Prices } from '../quotes/prices.ts';

/** What a noise trader sees of a market, and has in it. */
export interface NoiseView {
  /** What is quoted, in ticks. */
  readonly prices: Prices;
  /** What the trader has of the base asset and of the quote asset, both in the quote asset. */
  readonly base: number;
  readonly quote: number;
  /** The price of a step, in the quote asset. */
  readonly stepPrice: number;
  /** The trader's open orders in the market. */
  readonly open: number;
  /** Where the price has to go, if the quotes are held back: then everybody trades that way. */
  readonly ahead: -1 | 0 | 1;
}

export type NoiseAction =
  | { readonly type: 'market'; readonly side: Side; readonly quantity: number }
  | { readonly type: 'limit'; readonly side: Side; readonly price: number; readonly quantity: number }
  | { readonly type: 'withdraw' };

/** Open orders of a trader in a market: with more, all are withdrawn. */
const MAX_OPEN = 4;

/** No order is smaller than this, in the quote asset: the venue takes none below one. */
const SMALLEST = 5;

/** The largest order is this part of what a trader has, and most are far smaller. */
const LARGEST_PART = 0.01;

const MARKET_SHARE = 0.6;

/** How far behind the best price a limit order stands at most, as a part of the price. */
const FARTHEST = 0.0003;

/**
 * What a noise trader does next. Buying is as likely as the trader's wealth is in the quote asset, so that it never runs
 * out of either.
 */
export function noiseAction(random: () => number, view: NoiseView): NoiseAction {
  const { prices, base, quote, stepPrice, open, ahead } = view;
  if (open >= MAX_OPEN) return { type: 'withdraw' };
  const wealth = base + quote;
  const isBuy = random() * wealth < quote;
  const size = random() ** 3;
  const isMarket = random() < MARKET_SHARE;
  if (ahead !== 0) {
    const side = ahead > 0 ? 'Bid' : 'Ask';
    const notional = Math.min(LARGEST_PART * 0.1 * wealth, (side === 'Bid' ? quote : base) / 2);
    return { type: 'market', side, quantity: sized(notional, stepPrice) };
  }
  const side = isBuy ? 'Bid' : 'Ask';
  const most = Math.min(LARGEST_PART * wealth, (isBuy ? quote : base) / 4);
  const quantity = sized(size * most, stepPrice);
  if (isMarket) return { type: 'market', side, quantity };
  const behind = Math.floor(random() * FARTHEST * prices.bid);
  const [best, away] = isBuy ? [prices.bid, -1] : [prices.ask, 1];
  return { type: 'limit', side, price: Math.max(1, best + away * (behind - 1)), quantity };
}

function sized(notional: number, stepPrice: number): number {
  return Math.ceil(Math.max(notional, SMALLEST) / stepPrice);
}
