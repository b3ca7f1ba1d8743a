import { formatDecimal } from './decimal.ts';
import type { Position } from './money.ts';
import type { Trigger } from './trigger-heap.ts';

/** An open order as it is kept in a snapshot. Prices and quantity are in the units of its asset's instrument. */
export interface OrderRecord extends Position {
  readonly orderId: string;
  /** Counts the orders in the order in which they were opened. */
  readonly number: number;
  readonly userId: string;
  readonly asset: string;
  readonly leverage: number;
  readonly takeProfit: number | undefined;
  readonly stopLoss: number | undefined;
  /** How much worse than the expected price it filled. */
  readonly slippage: number;
  /** Milliseconds of log time. */
  readonly openedAt: number;
}

/** An open order in memory: with the price that is worked out once, and its places in the trigger book. */
export interface Order extends OrderRecord {
  takeProfit: number | undefined;
  stopLoss: number | undefined;
  readonly liquidationPrice: number;
  /** Fires at the stop-loss or the margin call, whichever comes first. */
  stopTrigger: Trigger<Order> | undefined;
  /** Fires at the take-profit. */
  targetTrigger: Trigger<Order> | undefined;
}

/** The record that is kept in a snapshot: without what is derived. */
export function recordOf(order: Order): OrderRecord {
  const { liquidationPrice: _price, stopTrigger: _stop, targetTrigger: _target, ...record } = order;
  return record;
}

/** The text that stands for an order in the state's hash. */
export function orderHashText(order: OrderRecord): string {
  const { orderId, number, userId, asset, side, quantity, leverage, openPrice, margin } = order;
  const { takeProfit, stopLoss, slippage, openedAt } = order;
  const levels = `${takeProfit ?? ''}|${stopLoss ?? ''}|${slippage}|${openedAt}`;
  return `order|${orderId}|${number}|${userId}|${asset}|${side}|${quantity}|${leverage}|${openPrice}|${formatDecimal(margin, 0)}|${levels}`;
}
