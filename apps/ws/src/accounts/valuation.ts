import {
  accountFigures,
  closingPrice,
  formatDecimal,
  MONEY_DECIMALS,
  type Money,
  profitAt,
  type Quote,
} from '@fulcrum/cfd';
import { type AccountFiguresJson, encodeFigures, type ValuedOrderJson } from '@fulcrum/protocol';
import type { AssetGrid, OpenPosition } from './positions.ts';

/** Looks up the live quote of an instrument. */
export type QuoteOf = (instrument: AssetGrid) => Quote | undefined;

/** Values a position at the current quote. Without a quote it keeps its last value. */
export function revalued(position: OpenPosition, quoteOf: QuoteOf): OpenPosition {
  const quote = quoteOf(position.instrument);
  if (quote === undefined) return position;
  const currentPrice = closingPrice(position.side, quote);
  if (currentPrice === position.currentPrice) return position;
  return { ...position, currentPrice, unrealizedPnl: profitAt(currentPrice, position, position.instrument) };
}

/** A message of the stream `account` between events: the account's figures, and each open order's value. */
export interface Figures extends AccountFiguresJson {
  readonly type: 'pnl';
  readonly orders: readonly Pick<ValuedOrderJson, 'orderId' | 'currentPrice' | 'unrealizedPnl'>[];
}

export function figuresOf(balance: Money, positions: Iterable<OpenPosition>): Figures {
  const open = [...positions];
  const orders = open.map(({ orderId, currentPrice, unrealizedPnl, instrument }) => ({
    orderId,
    currentPrice: formatDecimal(currentPrice, instrument.priceDecimals),
    unrealizedPnl: formatDecimal(unrealizedPnl, MONEY_DECIMALS),
  }));
  return { type: 'pnl', ...encodeFigures(accountFigures(balance, open)), orders };
}
