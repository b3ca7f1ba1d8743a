import {
  accountFigures,
  closingPrice,
  formatDecimal,
  MONEY_DECIMALS,
  type Money,
  parsePrice,
  profitAt,
  type Quote,
  type Side,
} from '@fulcrum/cfd';
import { type AccountFiguresJson, encodeFigures, trailedStop, type ValuedOrderJson } from '@fulcrum/protocol';
import type { BestPrices } from '../prices/price-range.ts';
import type { PricesMeanwhile } from '../prices/prices.ts';
import { type AssetGrid, type OpenPosition, type TrailingStop, UNKNOWN_TIME, VALUED } from './positions.ts';

/** Looks up the live quote of an instrument. */
export type QuoteOf = (instrument: AssetGrid) => Quote | undefined;

/**
 * Values a position at the current quote. Without a quote it keeps its last value.
 *
 * @param meanwhile the prices since this was done for all positions: a trailing stop moves by those that it was told before.
 */
export function revalued(position: OpenPosition, quoteOf: QuoteOf, meanwhile?: PricesMeanwhile): OpenPosition {
  const quote = quoteOf(position.instrument);
  if (quote === undefined) return position;
  const currentPrice = closingPrice(position.side, quote);
  const trailing = trailed(position, { price: currentPrice, time: quote.time }, meanwhile);
  if (currentPrice === position.currentPrice && trailing === position.trailing) return position;
  const unrealizedPnl = profitAt(currentPrice, position, position.instrument);
  return { ...position, currentPrice, unrealizedPnl, trailing };
}

function trailed(
  { side, instrument, trailing }: OpenPosition,
  now: { readonly price: number; readonly time: number },
  meanwhile: PricesMeanwhile | undefined,
): TrailingStop | undefined {
  if (trailing === undefined) return undefined;
  const { distance, stop: before, toldAt } = trailing;
  const best = meanwhile && bestSince(toldAt, meanwhile);
  const reached = best && parsePrice(bestFor(side, best), instrument);
  // A quote of before the engine's word is in the stop already, or must not move it.
  const isLater = toldAt === UNKNOWN_TIME || now.time > toldAt;
  let stop = isLater ? trailedStop(side, now.price, distance, before) : before;
  if (reached !== undefined) stop = trailedStop(side, reached, distance, stop);
  const from = meanwhile === undefined ? toldAt : VALUED;
  return stop === before && from === toldAt ? trailing : { distance, stop, toldAt: from };
}

function bestSince(toldAt: number, { best, bestAfter }: PricesMeanwhile): BestPrices | undefined {
  if (toldAt === UNKNOWN_TIME) return undefined;
  return toldAt === VALUED ? best : bestAfter(toldAt);
}

function bestFor(side: Side, { highestBid, lowestAsk }: BestPrices): string {
  return side === 'buy' ? highestBid : lowestAsk;
}

/** A message of the stream `account` between events: the account's figures, and each open order's value. */
export interface Figures extends AccountFiguresJson {
  readonly type: 'pnl';
  readonly orders: readonly Pick<ValuedOrderJson, 'orderId' | 'currentPrice' | 'unrealizedPnl' | 'trailingStop'>[];
}

export function figuresOf(balance: Money, positions: Iterable<OpenPosition>): Figures {
  const open = [...positions];
  const orders = open.map(({ orderId, currentPrice, unrealizedPnl, instrument: { priceDecimals }, trailing }) => ({
    orderId,
    currentPrice: formatDecimal(currentPrice, priceDecimals),
    unrealizedPnl: formatDecimal(unrealizedPnl, MONEY_DECIMALS),
    ...(trailing === undefined ? {} : { trailingStop: formatDecimal(trailing.stop, priceDecimals) }),
  }));
  return { type: 'pnl', ...encodeFigures(accountFigures(balance, open)), orders };
}
