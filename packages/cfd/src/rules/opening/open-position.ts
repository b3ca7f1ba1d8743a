import { assert } from '@fulcrum/log';
import type { OrderCreated } from '../../messages/events.ts';
import { isRefusal, type Refusal } from '../../messages/rejection.ts';
import { closingPrice, trailingStopAt } from '../../prices/quote.ts';
import type { Market } from '../../state/market.ts';
import type { Pending } from '../../state/pending/pending-fields.ts';
import type { State } from '../../state/state.ts';
import { checkPositionLimits } from '../accounts/position-limits.ts';
import { modeRefusal } from '../mode.ts';
import {
  checkBalance,
  type OpeningRequest,
  type OpeningTerms,
  openingFill,
  openingTerms,
  orderSize,
} from './opening-terms.ts';
import { checkRoom } from './room.ts';

/** What asks for a position: a command, or an order that waited. */
export interface PositionRequest extends OpeningRequest {
  /** Undefined of an order that waited: nobody waits for an answer. */
  readonly requestId: string | undefined;
  readonly orderId: string;
  readonly userId: string;
}

/**
 * Opens a position at the current quote, if nothing stands in its way.
 *
 * @param waited the order that has waited for this. It has its place among the account's orders already.
 */
export function openPosition(
  state: State,
  request: PositionRequest,
  expectedPrice: number | undefined,
  market: Market,
  account: number,
  now: number,
  waited?: Pending,
): OrderCreated | Refusal {
  const { instrument, quote, held } = market;
  const opening = { instrument, quote, held, now, maxPrice: state.maxPrice };
  const closed = modeRefusal(instrument, 'opening');
  if (closed !== undefined) return closed;
  const size = orderSize(request, instrument);
  if (isRefusal(size)) return size;
  const full = waited === undefined ? checkRoom(state, account) : undefined;
  if (full !== undefined) return full;
  const fill = openingFill(request, expectedPrice, opening);
  if (isRefusal(fill)) return fill;
  const { quantity } = size;
  const beyond = checkPositionLimits(state, account, market, { openPrice: fill.openPrice, quantity });
  if (beyond !== undefined) return beyond;
  const terms = openingTerms(request, size, fill, opening);
  if (isRefusal(terms)) return terms;
  const uncovered = checkBalance(terms, state.balance(account));
  if (uncovered !== undefined) return uncovered;

  if (waited !== undefined) state.endPending(waited);
  return open(state, request, terms, market, account, now);
}

/** Opens what all checks have let through. Both objects are written out: spread together, they would cost twice as much. */
export function open(
  state: State,
  request: PositionRequest,
  terms: OpeningTerms,
  { instrument, quote }: Market,
  account: number,
  now: number,
): OrderCreated {
  const { orderId, userId, requestId } = request;
  const { side, quantity, leverage, openPrice, margin, takeProfit, stopLoss, slippage, liquidationPrice } = terms;
  const { trailingDistance, stopKind, fee } = terms;
  const isGuaranteed = stopKind === 'guaranteed';
  assert(quote !== undefined, 'a position is opened at a quote');
  const stop = trailingDistance && trailingStopAt(side, closingPrice(side, quote), trailingDistance);
  const order = {
    orderId,
    userId,
    asset: instrument.asset,
    openedAt: now,
    side,
    quantity,
    leverage,
    openPrice,
    margin,
    takeProfit,
    stopLoss,
    trailingDistance,
    stopKind,
    slippage,
    liquidationPrice,
  };
  const balance = state.openOrder(order, account, fee);
  assert(balance >= 0n, 'a position is opened with money that is there');
  return {
    type: 'created',
    requestId,
    instrument,
    orderId,
    userId,
    side,
    quantity,
    leverage,
    openPrice,
    margin,
    takeProfit,
    stopLoss,
    slippage,
    liquidationPrice,
    openedAt: now,
    balance,
    cash: state.reportedCash(account),
    trailingDistance,
    guaranteed: isGuaranteed ? true : undefined,
    guaranteedExecutionFee: isGuaranteed ? fee : undefined,
    trailingStop: stop,
  };
}
