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
import type { PriceRange } from '../prices/prices.ts';
import type { AssetGrid, OpenPosition } from './positions.ts';

/** Looks up the live quote of an instrument. */
export type QuoteOf = (instrument: AssetGrid) => Quote | undefined;

/** The time since all positions were valued. */
export interface Meanwhile {
  readonly best: PriceRange | undefined;
}

/**
 * Values a position at the current quote. Without a quote it keeps its last value.
 *
 * @param meanwhile the best prices since this was done for all positions, by which a trailing stop moves that is not new.
 */
export function revalued(position: OpenPosition, quoteOf: QuoteOf, meanwhile?: Meanwhile): OpenPosition {
  const quote = quoteOf(position.instrument);
  if (quote === undefined) return position;
  const currentPrice = closingPrice(position.side, quote);
  const trailing = trailed(position, currentPrice, meanwhile);
  if (currentPrice === position.currentPrice && trailing === position.trailing) return position;
  const unrealizedPnl = profitAt(currentPrice, position, position.instrument);
  return { ...position, currentPrice, unrealizedPnl, trailing };
}

function trailed({ side, instrument, trailing }: OpenPosition, price: number, meanwhile: Meanwhile | undefined) {
  if (trailing === undefined) return undefined;
  const { distance, stop: before } = trailing;
  const best = trailing.isNew ? undefined : meanwhile?.best;
  const reached = best && parsePrice(bestFor(side, best), instrument);
  let stop = trailedStop(side, price, distance, before);
  if (reached !== undefined) stop = trailedStop(side, reached, distance, stop);
  const isNew = trailing.isNew && meanwhile === undefined;
  return stop === before && isNew === trailing.isNew ? trailing : { distance, stop, isNew };
}

function bestFor(side: Side, { highestBid, lowestAsk }: PriceRange): string {
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
