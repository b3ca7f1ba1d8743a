import { formatDecimal } from '@fulcrum/log';
import type { EventJson, MarketSettings, OrderJson } from '@fulcrum/matching';
import type { Answered } from '../commands/answered.ts';
import { backpackWord, ENDS, ORDER_TYPES, SELF_TRADE_PREVENTIONS, SIDES } from '../dialect/venue-words.ts';

export type OrderStatus = 'New' | 'PartiallyFilled' | 'Filled' | 'Cancelled' | 'Expired';

/** What Backpack tells of orders that this venue does not have: none has a trigger, a strategy or a position. */
const NOT_HERE = {
  reduceOnly: null,
  relatedOrderId: null,
  stopLossLimitPrice: null,
  stopLossTriggerBy: null,
  stopLossTriggerPrice: null,
  strategyId: null,
  takeProfitLimitPrice: null,
  takeProfitTriggerBy: null,
  takeProfitTriggerPrice: null,
  triggerBy: null,
  triggerPrice: null,
  triggerQuantity: null,
  triggeredAt: null,
} as const;

type Placed = Omit<OrderJson, 'executed' | 'executedQuote'>;

export interface Executed {
  readonly executed: string;
  readonly executedQuote: string;
}

/** An order as Backpack tells it. */
export function toOrder(order: Placed, { executed, executedQuote }: Executed, status: OrderStatus) {
  const { orderId, market, price, quantity, quoteQuantity, postOnly, timeInForce, createdAt, clientId } = order;
  const isLimit = order.orderType === 'limit';
  return {
    id: orderId,
    clientId: clientId ?? null,
    symbol: market,
    side: backpackWord(SIDES, order.side),
    orderType: backpackWord(ORDER_TYPES, order.orderType),
    timeInForce,
    ...(isLimit ? { price, postOnly } : {}),
    quantity: quantity ?? null,
    quoteQuantity: quoteQuantity ?? null,
    executedQuantity: executed,
    executedQuoteQuantity: executedQuote,
    status,
    selfTradePrevention: backpackWord(SELF_TRADE_PREVENTIONS, order.selfTradePrevention),
    createdAt,
    ...NOT_HERE,
  };
}

/** An order that stands in the book. */
export function toOpenOrder(order: OrderJson) {
  return toOrder(order, order, isZero(order.executed) ? 'New' : 'PartiallyFilled');
}

/** What came of an order that was placed. */
export function toPlacedOrder(placed: EventJson<'accepted'>, { fill, ended }: Answered, settings: MarketSettings) {
  const executed = executedOf(fill, ended) ?? nothingExecuted(settings);
  if (ended !== undefined) return toOrder(placed, executed, ENDS[ended.status]);
  return toOrder(placed, executed, fill === undefined ? 'New' : 'PartiallyFilled');
}

/** What an order has that was accepted a moment ago: with the digits that all amounts of its market have. */
export function nothingExecuted({ quantityDecimals, quoteDecimals }: MarketSettings): Executed {
  return { executed: formatDecimal(0, quantityDecimals), executedQuote: formatDecimal(0, quoteDecimals) };
}

function executedOf(fill: Answered['fill'], ended: Answered['ended']): Executed | undefined {
  if (ended !== undefined || fill === undefined) return ended;
  return { executed: fill.takerExecuted, executedQuote: fill.takerExecutedQuote };
}

function isZero(amount: string): boolean {
  return /^[0.]*$/.test(amount);
}
