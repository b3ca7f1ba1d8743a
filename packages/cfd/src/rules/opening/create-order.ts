import { assert } from '@fulcrum/log';
import { NONE } from '@fulcrum/memory';
import type { CreateOrder } from '../../messages/commands.ts';
import type { OrderCreated, OrderPlaced } from '../../messages/events.ts';
import { isRefusal, type Refusal, refuse, UNKNOWN_ACCOUNT } from '../../messages/rejection.ts';
import type { Market } from '../../state/market.ts';
import type { Pending } from '../../state/pending/pending-fields.ts';
import type { State } from '../../state/state.ts';
import { checkPositionLimits } from '../accounts/position-limits.ts';
import { rightsRefusal } from '../accounts/rights.ts';
import { modeRefusal } from '../mode.ts';
import { placeOrder } from '../pending/place-order.ts';
import { checkValidity } from '../validity.ts';
import { checkOrderId } from './duplicate-order.ts';
import {
  checkBalance,
  type OpeningRequest,
  type OpeningTerms,
  openingFill,
  openingTerms,
  orderSize,
  parseExpectedPrice,
} from './opening-terms.ts';
import { checkShape } from './order-shape.ts';
import { checkRoom } from './room.ts';

/** What asks for a position: a command, or an order that waited. */
export interface PositionRequest extends OpeningRequest {
  /** Undefined of an order that waited: nobody waits for an answer. */
  readonly requestId: string | undefined;
  readonly orderId: string;
  readonly userId: string;
}

/**
 * Carries out `create-order`. The checks come in the order of docs/rules.md, "Opening" and "Pending orders". The first refusal
 * counts.
 */
export function createOrder(state: State, command: CreateOrder, now: number): OrderCreated | OrderPlaced | Refusal {
  const faulty = checkShape(command);
  if (faulty !== undefined) return faulty;
  const market = state.market(command.asset);
  if (market === undefined) return refuse('unknown_asset', 'There is no such instrument.');
  const { instrument } = market;
  const { maxPrice } = state;
  const expectedPrice = parseExpectedPrice(command, { instrument, maxPrice });
  if (isRefusal(expectedPrice)) return expectedPrice;
  const account = state.findAccount(command.userId);
  if (account === NONE) return UNKNOWN_ACCOUNT;
  const duplicate = checkOrderId(state, command, instrument, now);
  if (duplicate !== undefined) return duplicate;
  const restricted = rightsRefusal(state, account, 'opening', now);
  if (restricted !== undefined) return restricted;
  const expired = checkValidity(command, now);
  if (expired !== undefined) return expired;
  if (command.orderType === 'limit' || command.orderType === 'stop')
    return placeOrder(state, command, command.orderType, market, account, now);
  return openPosition(state, command, expectedPrice, market, account, now);
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
function open(
  state: State,
  request: PositionRequest,
  terms: OpeningTerms,
  { instrument }: Market,
  account: number,
  now: number,
): OrderCreated {
  const { orderId, userId, requestId } = request;
  const { side, quantity, leverage, openPrice, margin, takeProfit, stopLoss, slippage, liquidationPrice } = terms;
  const { trailingDistance, stopKind, fee } = terms;
  const isGuaranteed = stopKind === 'guaranteed';
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
  };
}
