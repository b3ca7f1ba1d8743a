import { assert } from '@fulcrum/log';
import type { OrderClosed } from '../../messages/events.ts';
import type { Instrument } from '../../messages/instrument.ts';
import {
  liquidationPriceOf,
  type Money,
  type Position,
  payoutFor,
  profitAt,
  releasedMargin,
} from '../../numbers/money.ts';
import { closingPrice } from '../../prices/quote.ts';
import type { Market } from '../../state/market.ts';
import type { Order, Rest } from '../../state/order.ts';
import type { State } from '../../state/state.ts';
import { closeReason } from './close-reason.ts';

/** Why a position is closed that no price has triggered. */
export interface Asked {
  readonly reason: 'manual' | 'netting';
  /** Of its owner, where that asked for it. */
  readonly requestId?: string | undefined;
  /** The order that nets it. */
  readonly nettedBy?: string | undefined;
  /** Where a part of it is closed. */
  readonly quantity?: number | undefined;
}

/**
 * Closes a position, or a part of it, at the current quote, and pays its owner.
 *
 * @param asked absent where the quote has triggered it.
 */
export function closePosition(
  state: State,
  order: Order,
  { instrument, quote }: Market,
  closedAt: number,
  asked?: Asked,
): OrderClosed {
  assert(quote !== undefined, 'an instrument with open orders has a quote');
  const { orderId, userId, side, leverage, openPrice, slippage, openedAt } = order;
  const price = closingPrice(side, quote);
  const reason = asked?.reason ?? triggeredBy(state, order, price);
  const closePrice = reason === 'guaranteed_stop' ? (order.stopLoss ?? price) : price;
  const quantity = asked?.quantity ?? order.quantity;
  const rest = quantity === order.quantity ? undefined : restOf(order, quantity, instrument);
  const margin = rest === undefined ? order.margin : order.margin - rest.margin;
  const pnl =
    rest === undefined ? profitAt(closePrice, order, instrument) : partProfit(closePrice, order, quantity, instrument);
  const payout = payoutFor(margin, pnl);
  const balance =
    rest === undefined ? state.closeOrder(order, payout, closedAt) : state.reduceOrder(order, rest, payout);
  assert(balance >= payout, 'a closing takes nothing from a balance');
  // Written out, because a tick may make a hundred thousand of these: spread together, they cost half as much again.
  return {
    type: 'closed',
    requestId: asked?.requestId,
    instrument,
    orderId,
    userId,
    side,
    quantity,
    leverage,
    openPrice,
    closePrice,
    margin,
    pnl,
    payout,
    reason,
    liquidated: reason === 'liquidation',
    slippage,
    balance,
    openedAt,
    closedAt,
    cash: state.reportedCash(state.ownerOf(order.slot)),
    remaining: rest?.quantity,
    remainingMargin: rest?.margin,
    remainingLiquidationPrice: rest?.liquidationPrice,
    nettedBy: asked?.nettedBy,
  };
}

function triggeredBy(state: State, order: Order, price: number) {
  return closeReason(order, price, order.trailingDistance === undefined ? undefined : state.trailingStopOf(order));
}

/** What stays open. The part that is closed gives back its share of the margin, rounded down. */
export function restOf(order: Position, closed: number, instrument: Instrument): Rest {
  assert(closed > 0 && closed < order.quantity, 'a part is less than the whole');
  const quantity = order.quantity - closed;
  const margin = order.margin - releasedMargin(order.margin, closed, order.quantity);
  return { quantity, margin, liquidationPrice: liquidationPriceOf({ ...order, quantity, margin }, instrument) };
}

/** What a part of an order wins or loses at a price. */
export function partProfit(price: number, order: Position, quantity: number, instrument: Instrument): Money {
  return profitAt(price, { ...order, quantity }, instrument);
}
