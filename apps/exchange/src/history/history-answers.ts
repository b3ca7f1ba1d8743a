import type { PastOrder, PastTrade, UserFill } from '@fulcrum/db';
import { formatDecimal } from '@fulcrum/log';
import type { MarketSettings, OrderJson, Word } from '@fulcrum/matching';
import { backpackWord, ENDS, SIDES } from '../dialect/venue-words.ts';
import type { TapeTrade } from '../market-data/tape.ts';
import { type OrderStatus, toOrder } from '../orders/order-answer.ts';
import { isoTime } from './iso-time.ts';

/** A recorded trade as those of the tape. */
export function toTapeTrade(trade: PastTrade, settings: MarketSettings): TapeTrade {
  const { tradeId, takerSide, tradedAt } = trade;
  return { ...figuresOf(trade, settings), tradeId: Number(tradeId), takerSide, time: Number(tradedAt) };
}

/** A user's side of a trade as Backpack tells it. */
export function toFill(fill: UserFill, settings: MarketSettings) {
  const { price, quantity } = figuresOf(fill, settings);
  const { tradeId, orderId, clientId, fee, isMaker, takerSide, tradedAt, market } = fill;
  const side = isMaker === (takerSide === 'buy') ? 'sell' : 'buy';
  return {
    ...{ clientId: clientId === null ? null : String(clientId), fee: formatDecimal(fee, settings.quoteDecimals) },
    ...{ feeSymbol: settings.quote, isMaker, orderId: String(orderId), price, quantity },
    ...{ side: backpackWord(SIDES, side), symbol: market, systemOrderType: null },
    ...{ timestamp: isoTime(tradedAt), tradeId: Number(tradeId) },
  };
}

/** An order of the past as Backpack tells it. */
export function toPastOrder(order: PastOrder, settings: MarketSettings) {
  return {
    ...toRecordedOrder(order, settings),
    createdAt: isoTime(order.placedAt),
    expiryReason: order.status === 'expired' ? (order.reason?.toUpperCase() ?? null) : null,
    systemOrderType: null,
  };
}

/** A recorded order with the fields of one that is open. */
export function toRecordedOrder(order: PastOrder, settings: MarketSettings) {
  const { priceDecimals, quantityDecimals, quoteDecimals } = settings;
  const units = (figure: bigint | null, decimals: number) =>
    figure === null ? undefined : formatDecimal(figure, decimals);
  const placed = {
    ...{ orderId: String(order.orderId), market: order.market, timeInForce: order.timeInForce },
    ...{ side: order.side, orderType: order.orderType, selfTradePrevention: order.selfTradePrevention },
    ...{ postOnly: order.postOnly, createdAt: Number(order.placedAt) },
    clientId: order.clientId === null ? undefined : Number(order.clientId),
    price: units(order.price, priceDecimals),
    quantity: units(order.quantity, quantityDecimals),
    quoteQuantity: units(order.quoteQuantity, quoteDecimals),
  } as Omit<OrderJson, 'executed' | 'executedQuote'>;
  const executed = formatDecimal(order.executed, quantityDecimals);
  const executedQuote = formatDecimal(order.executedQuote, quoteDecimals);
  return toOrder(placed, { executed, executedQuote }, statusOf(order));
}

function statusOf({ status, executed }: PastOrder): OrderStatus {
  if (status !== null) return ENDS[status as Word<'status'>];
  return executed === 0n ? 'New' : 'PartiallyFilled';
}

function figuresOf({ price, quantity, quoteQuantity }: PastTrade, settings: MarketSettings) {
  return {
    price: formatDecimal(price, settings.priceDecimals),
    quantity: formatDecimal(quantity, settings.quantityDecimals),
    quoteQuantity: formatDecimal(quoteQuantity, settings.quoteDecimals),
  };
}
