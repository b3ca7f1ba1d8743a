import type { Event } from '../../messages/events.ts';
import { isRefusal, type Refusal } from '../../messages/rejection.ts';
import type { Market } from '../../state/market.ts';
import { ANY_SLIPPAGE, type Pending } from '../../state/pending/pending-fields.ts';
import type { State } from '../../state/state.ts';
import { rightsRefusal } from '../accounts/rights.ts';
import { netOrder } from '../netting/net-order.ts';
import { planNetting, whatItDoes } from '../netting/net-plan.ts';
import { openPosition } from '../opening/open-position.ts';
import { cancel } from './cancel-orders.ts';

/** Opens an order that has waited for this price, by all checks of opening. One that fails cancels it. */
export function openReached(state: State, slot: number, market: Market, now: number): readonly Event[] {
  const order = state.readPending(slot);
  const outcome = tryToOpen(state, order, market, now);
  return isRefusal(outcome) ? [cancel(state, order, outcome.code, now)] : outcome;
}

function tryToOpen(state: State, order: Pending, market: Market, now: number): readonly Event[] | Refusal {
  const account = state.pending.orders.accountOf(order.slot);
  const plan = planNetting(state, order, order.effect === 'reduce_only', market, account);
  const restricted = rightsRefusal(state, account, whatItDoes(plan), now);
  if (restricted !== undefined) return restricted;
  const { orderId, userId, side, quantity, leverage, takeProfit, stopLoss, trailingDistance } = order;
  const { price, maxSlippageBps, stopKind } = order;
  // Written out: spread, it would cost as much as all checks.
  const request = {
    requestId: undefined,
    orderId,
    userId,
    side,
    quantity,
    leverage,
    takeProfit,
    stopLoss,
    trailingDistance,
    guaranteed: stopKind === 'guaranteed',
    maxSlippageBps: maxSlippageBps === ANY_SLIPPAGE ? undefined : maxSlippageBps,
  };
  if (plan !== undefined) return netOrder(state, request, price, market, account, plan, now, order);
  const outcome = openPosition(state, request, price, market, account, now, order);
  return isRefusal(outcome) ? outcome : [outcome];
}
