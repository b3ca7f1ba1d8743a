import { isRefusal, type Refusal, refuse } from '../../messages/rejection.ts';
import type { Money, Position } from '../../numbers/money.ts';
import { modeRefusal } from '../mode.ts';
import {
  checkBalance,
  checkLeverage,
  type OpeningMarket,
  type OpeningRequest,
  type OpeningTerms,
  openingTerms,
  parseExpectedPrice,
  quantityMessage,
  readQuantity,
} from '../opening/opening-terms.ts';
import { nettingFill } from './net-order.ts';
import { checkLeftovers, type NetPlan, netAgainst, payoutOf, whatItDoes } from './net-plan.ts';

/** What an order would close, and what of it would open: nothing where it only reduces. */
export interface NettingTerms {
  readonly plan: NetPlan<Position>;
  readonly opening: OpeningTerms | undefined;
}

/**
 * Works out what would come of an order that nets, for a ticket that is not sent yet. The engine nets by the same functions. Of
 * the checks that concern the account, the balance alone is made here.
 *
 * @param opposite the account's positions of the other side, oldest first.
 * @param balance undefined where nobody is signed in.
 * @returns the terms, or the refusal of the first check that fails, in the engine’s order.
 */
export function previewNetting(
  request: OpeningRequest,
  isReduceOnly: boolean,
  opposite: readonly Position[],
  market: OpeningMarket,
  balance: Money | undefined,
): NettingTerms | Refusal {
  const expectedPrice = parseExpectedPrice(request, market);
  if (isRefusal(expectedPrice)) return expectedPrice;
  const { instrument } = market;
  const quantity = readQuantity(request.quantity, instrument);
  if (quantity === undefined)
    return modeRefusal(instrument, 'opening') ?? refuse('invalid_quantity', quantityMessage(instrument));
  const plan = netAgainst(opposite, quantity, isReduceOnly);
  const closed = modeRefusal(instrument, whatItDoes(plan)) ?? checkLeftovers(plan, market);
  if (closed !== undefined) return closed;
  const { leverage } = request;
  const tooHigh = plan.left === 0 ? undefined : checkLeverage(leverage, instrument);
  if (tooHigh !== undefined) return tooHigh;
  const fill = nettingFill(request, expectedPrice, plan, market);
  if (isRefusal(fill)) return fill;
  if (plan.left === 0) return { plan, opening: undefined };
  const opening = openingTerms(request, { quantity: plan.left, leverage }, fill, market);
  if (isRefusal(opening)) return opening;
  const uncovered =
    balance === undefined ? undefined : checkBalance(opening, balance + payoutOf(plan, market, fill.quote));
  return uncovered ?? { plan, opening };
}
