import { formatDecimal } from '@fulcrum/log';
import type { EventJson, MarketSettings, Quote, Side } from '@fulcrum/matching';
import type { CostOf } from '../http/answer-cost.ts';
import type { toOrder } from '../orders/order-answer.ts';

const STATUSES = {
  New: 'open',
  PartiallyFilled: 'partially_filled',
  Filled: 'filled',
  Cancelled: 'cancelled',
  Expired: 'expired',
} as const;

/** An order in the words of the simple dialect. */
export function toSimpleOrder(order: ReturnType<typeof toOrder>) {
  return {
    orderId: order.id,
    market: order.symbol,
    type: order.orderType === 'Limit' ? 'limit' : 'market',
    kind: order.side === 'Bid' ? 'buy' : 'sell',
    price: order.price ?? null,
    quantity: order.quantity,
    executedQuantity: order.executedQuantity,
    /** In the quote asset, without fees. */
    executedQuote: order.executedQuoteQuantity,
    status: STATUSES[order.status],
    createdAt: order.createdAt,
  };
}

/** What a market order would cost, or bring. */
export function toSimpleQuote(market: MarketSettings, kind: Side, asked: number, quote: Quote) {
  const { quantityDecimals, quoteDecimals } = market;
  const { quantity, notional, fee, isWhole, orders } = quote;
  const inQuote = (units: number | bigint) => formatDecimal(units, quoteDecimals);
  return {
    market: market.market,
    kind,
    quantity: formatDecimal(asked, quantityDecimals),
    /** As much of it as the book has, within the band. */
    available: formatDecimal(quantity, quantityDecimals),
    isWhole,
    /** With how many orders of the book it would trade. */
    orders,
    averagePrice:
      quantity === 0 ? null : inQuote((BigInt(notional) * 10n ** BigInt(quantityDecimals)) / BigInt(quantity)),
    notional: inQuote(notional),
    fee: inQuote(fee),
    /** What is paid by who buys, and what who sells gets. */
    total: inQuote(kind === 'buy' ? notional + fee : notional - fee),
  };
}

/** To meet so many orders of a book takes about as long as a request. */
const ORDERS_PER_REQUEST = 1_000;

/** What it costs to be told so: a deep book has hundreds of thousands of orders within the band. */
export const costOfQuote: CostOf = (reply) =>
  Math.floor((reply as ReturnType<typeof toSimpleQuote>).orders / ORDERS_PER_REQUEST);

/** A trade, for the stream of them. */
export function toSimpleTrade({ market, tradeId, takerSide, price, quantity, time }: EventJson<'fill'>) {
  return { market, tradeId, kind: takerSide, price, quantity, time };
}

/** A change of a book, for the stream of them: a quantity of 0 removes its level. */
export function toSimpleDepth({ market, updateId, changes, time }: EventJson<'book'>) {
  const of = (wanted: Side) =>
    changes.flatMap(([side, price, quantity]) => (side === wanted ? [[price, quantity]] : []));
  return { market, updateId, bids: of('buy'), asks: of('sell'), time };
}
