import { assert } from '@fulcrum/log';
import type { OrderClosed } from '../../messages/events.ts';
import { payoutFor, profitAt } from '../../numbers/money.ts';
import { closingPrice } from '../../prices/quote.ts';
import type { Market } from '../../state/market.ts';
import type { Order } from '../../state/order.ts';
import type { State } from '../../state/state.ts';
import { closeReason } from './close-reason.ts';

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
  const reason = asked ?? closeReason(order, closePrice);
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
    cash: state.reportedCash(state.ownerOf(order.slot)),
  };
}
