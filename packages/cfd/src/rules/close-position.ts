import { assert } from '@fulcrum/log';
import type { CloseReason, OrderClosed } from '../messages/events.ts';
import { payoutFor, profitAt } from '../numbers/money.ts';
import { closingPrice, hasReachedStop, hasReachedTarget } from '../prices/quote.ts';
import type { Market } from '../state/market.ts';
import type { Order } from '../state/order.ts';
import type { State } from '../state/state.ts';

/**
 * Closes a position at the current quote, and pays its owner.
 *
 * @param asked absent where the quote has triggered it.
 */
export function closePosition(
  state: State,
  order: Order,
  { instrument, quote }: Market,
  closedAt: number,
  asked?: 'manual',
  requestId?: string,
): OrderClosed {
  assert(quote !== undefined, 'an instrument with open orders has a quote');
  const { orderId, userId, side, quantity, leverage, openPrice, margin, slippage, openedAt } = order;
  const closePrice = closingPrice(side, quote);
  const pnl = profitAt(closePrice, order, instrument);
  const payout = payoutFor(margin, pnl);
  const reason = asked ?? triggerReason(order, closePrice);
  const balance = state.closeOrder(order, payout, closedAt);
  assert(balance >= payout, 'a closing takes nothing from a balance');
  // Written out, because a tick may make a hundred thousand of these: spread together, they cost half as much again.
  return {
    type: 'closed',
    requestId,
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
  };
}

/** The margin call comes first, whatever else holds. It holds from the liquidation price on. */
function triggerReason({ side, takeProfit, stopLoss, liquidationPrice }: Order, price: number): CloseReason {
  if (hasReachedStop(side, price, liquidationPrice)) return 'liquidation';
  if (takeProfit !== undefined && hasReachedTarget(side, price, takeProfit)) return 'take_profit';
  assert(
    stopLoss !== undefined && hasReachedStop(side, price, stopLoss),
    'a triggered order has reached one of its prices',
  );
  return 'stop_loss';
}
