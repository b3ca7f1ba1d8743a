import { assert } from '@fulcrum/log';
import type { Event, OrderReduced } from '../../messages/events.ts';
import { isRefusal, type Refusal, refuse } from '../../messages/rejection.ts';
import type { Position } from '../../numbers/money.ts';
import type { Market } from '../../state/market.ts';
import type { Pending } from '../../state/pending/pending-fields.ts';
import type { State } from '../../state/state.ts';
import { checkPositionLimits } from '../accounts/position-limits.ts';
import { closePosition } from '../closing/close-position.ts';
import { modeRefusal } from '../mode.ts';
import { open, type PositionRequest } from '../opening/open-position.ts';
import {
  checkBalance,
  checkLeverage,
  type OpeningFill,
  type OpeningMarket,
  type OpeningRequest,
  type OpeningTerms,
  openingFill,
  openingTerms,
} from '../opening/opening-terms.ts';
import { checkIdRoom, checkRoom } from '../opening/room.ts';
import { checkLeftovers, endedBy, type NetPlan, payoutOf, whatItDoes } from './net-plan.ts';

/**
 * Carries out an order that nets: all of it, or nothing. It closes positions of the other side, oldest first, the last one in
 * part, and opens what is left.
 *
 * @param waited the order that has waited for this. It has its place among the account's orders already.
 */
export function netOrder(
  state: State,
  request: PositionRequest,
  expectedPrice: number | undefined,
  market: Market,
  account: number,
  plan: NetPlan,
  now: number,
  waited?: Pending,
): readonly Event[] | Refusal {
  const closed = modeRefusal(market.instrument, whatItDoes(plan)) ?? checkLeftovers(plan, market);
  if (closed !== undefined) return closed;
  const terms = plan.left === 0 ? undefined : checkSize(state, request, market, account, plan, waited);
  if (isRefusal(terms)) return terms;
  if (plan.left === 0 && waited === undefined) {
    const full = checkIdRoom(state);
    if (full !== undefined) return full;
  }
  const { instrument, quote, held } = market;
  const source = { instrument, quote, held, now, maxPrice: state.maxPrice };
  const fill = nettingFill(request, expectedPrice, plan, source);
  if (isRefusal(fill)) return fill;
  const opening = plan.left === 0 ? undefined : checkOpening(state, request, fill, market, account, plan, now);
  if (isRefusal(opening)) return opening;

  if (waited !== undefined) state.endPending(waited);
  const { orderId: nettedBy } = request;
  const events: Event[] = plan.netted.map(({ order, quantity }) =>
    closePosition(state, order, market, now, { reason: 'netting', nettedBy, quantity }),
  );
  events.push(
    opening === undefined
      ? reduced(state, request, market, account, plan, now)
      : open(state, request, opening, market, account, now),
  );
  return events;
}

/** What is left to open has a leverage and a place of its own. */
function checkSize(
  state: State,
  { leverage }: PositionRequest,
  { instrument }: Market,
  account: number,
  plan: NetPlan,
  waited: Pending | undefined,
): Refusal | undefined {
  return (
    checkLeverage(leverage, instrument) ?? checkRoom(state, account, endedBy(plan) + (waited === undefined ? 0 : 1))
  );
}

/** The price at which it trades. Levels concern what is left to open alone. */
export function nettingFill(
  request: OpeningRequest,
  expectedPrice: number | undefined,
  plan: NetPlan<Position>,
  market: OpeningMarket,
): OpeningFill | Refusal {
  const hasNothing = plan.isReduceOnly && plan.closed === 0;
  const { side, quantity, leverage } = request;
  const maxSlippageBps = hasNothing ? undefined : request.maxSlippageBps;
  const asked = plan.left === 0 ? { side, quantity, leverage, maxSlippageBps } : request;
  const fill = openingFill(asked, expectedPrice, market);
  if (!isRefusal(fill) && hasNothing)
    return refuse('nothing_to_reduce', 'There is no position of the other side to reduce.');
  return fill;
}

/** The checks of what is left to open, against what the account has behind the closings. */
function checkOpening(
  state: State,
  request: PositionRequest,
  fill: OpeningFill,
  market: Market,
  account: number,
  plan: NetPlan,
  now: number,
): OpeningTerms | Refusal {
  const { instrument, quote } = market;
  assert(quote !== undefined, 'what is filled has a quote');
  const opening = { openPrice: fill.openPrice, quantity: plan.left };
  const beyond = checkPositionLimits(state, account, market, opening, plan.netted);
  if (beyond !== undefined) return beyond;
  const size = { quantity: plan.left, leverage: request.leverage };
  const terms = openingTerms(request, size, fill, { instrument, quote, now });
  if (isRefusal(terms)) return terms;
  return checkBalance(terms, state.balance(account) + payoutOf(plan, market, quote)) ?? terms;
}

/** Nothing is left to open: the order has ended, and its id is kept. */
function reduced(
  state: State,
  { requestId, orderId, userId, side }: PositionRequest,
  { instrument }: Market,
  account: number,
  { quantity, closed }: NetPlan,
  now: number,
): OrderReduced {
  assert(closed > 0, 'an order that reduces closes something');
  state.voidOrder(orderId, account, now);
  const closedQuantity = closed;
  const balance = state.balance(account);
  return { type: 'reduced', requestId, instrument, orderId, userId, side, quantity, closedQuantity, balance };
}
