import { assert } from '@fulcrum/log';
import { NONE } from '@fulcrum/memory';
import type { CreateOrder } from '../messages/commands.ts';
import type { OrderCreated } from '../messages/events.ts';
import type { Instrument } from '../messages/instrument.ts';
import { isRefusal, type Refusal, refuse, UNKNOWN_ACCOUNT } from '../messages/rejection.ts';
import { CLOSED_ID_AGE_MS, MAX_ORDERS_PER_ACCOUNT } from '../numbers/limits.ts';
import type { Market } from '../state/market.ts';
import type { Order } from '../state/order.ts';
import type { State } from '../state/state.ts';
import { checkPositionLimits } from './accounts/position-limits.ts';
import { rightsRefusal } from './accounts/rights.ts';
import { parseQuantity } from './instrument.ts';
import { modeRefusal } from './mode.ts';
import {
  checkBalance,
  type OpeningTerms,
  openingFill,
  openingTerms,
  orderSize,
  parseExpectedPrice,
} from './opening-terms.ts';
import { checkValidity } from './validity.ts';

/**
 * Opens a position at the current quote. The checks come in the order of docs/rules.md, "Opening". The first refusal
 * counts.
 */
export function openOrder(state: State, command: CreateOrder, now: number): OrderCreated | Refusal {
  const market = state.market(command.asset);
  if (market === undefined) return refuse('unknown_asset', 'There is no such instrument.');
  const { instrument, quote, held } = market;
  const opening = { instrument, quote, held, now, maxPrice: state.maxPrice };
  const expectedPrice = parseExpectedPrice(command, opening);
  if (isRefusal(expectedPrice)) return expectedPrice;
  const account = state.findAccount(command.userId);
  if (account === NONE) return UNKNOWN_ACCOUNT;
  const known = state.findKeptOrder(command.orderId, now);
  if (state.findHold(command.orderId) !== NONE) return refuse('duplicate_order', 'This orderId is that of a transfer.');
  if (known !== NONE) return refuse('duplicate_order', duplicateMessage(state, known, command, instrument));
  const restricted = rightsRefusal(state, account, 'opening', now);
  if (restricted !== undefined) return restricted;
  const expired = checkValidity(command, now);
  if (expired !== undefined) return expired;

  const closed = modeRefusal(instrument, 'opening');
  if (closed !== undefined) return closed;
  const size = orderSize(command, instrument);
  if (isRefusal(size)) return size;
  const full = checkRoom(state, account);
  if (full !== undefined) return full;
  const fill = openingFill(command, expectedPrice, opening);
  if (isRefusal(fill)) return fill;
  const { quantity } = size;
  const beyond = checkPositionLimits(state, account, market, { openPrice: fill.openPrice, quantity });
  if (beyond !== undefined) return beyond;
  const terms = openingTerms(command, size, fill, opening);
  if (isRefusal(terms)) return terms;
  const uncovered = checkBalance(terms.margin, state.balance(account));
  if (uncovered !== undefined) return uncovered;

  return open(state, command, terms, market, account, now);
}

/** Opens what all checks have let through. Both objects are written out: spread together, they would cost twice as much. */
function open(
  state: State,
  command: CreateOrder,
  terms: OpeningTerms,
  market: Market,
  account: number,
  now: number,
): OrderCreated {
  const { orderId, userId, asset, requestId } = command;
  const { side, quantity, leverage, openPrice, margin, takeProfit, stopLoss, slippage, liquidationPrice } = terms;
  const order = {
    orderId,
    userId,
    asset,
    openedAt: now,
    side,
    quantity,
    leverage,
    openPrice,
    margin,
    takeProfit,
    stopLoss,
    slippage,
    liquidationPrice,
  };
  const balance = state.openOrder(order, account);
  assert(balance >= 0n, 'a position is opened with money that is there');
  return {
    type: 'created',
    requestId,
    instrument: market.instrument,
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
  };
}

/** Says to people why an id cannot be used. Of another user's order it says no more than that the id is in use. */
function duplicateMessage(state: State, known: number, command: CreateOrder, instrument: Instrument): string {
  if (state.isTransfer(known)) return 'This orderId is that of a transfer.';
  if (!state.isOpen(known))
    return `This orderId was closed or given up less than ${CLOSED_ID_AGE_MS / 60_000} minutes ago.`;
  if (!state.isOwnedBy(known, command.userId)) return 'This orderId is in use by an open order.';
  const differences = differencesFrom(state.readOrder(known), command, instrument);
  return differences.length === 0
    ? 'This orderId is in use by an open order.'
    : `This orderId is in use by an open order with another ${differences.join(', ')}: this one was not opened.`;
}

/** What differs between a command and the order of the same id. Levels do not count: they may have changed since. */
function differencesFrom(order: Order, command: CreateOrder, instrument: Instrument): string[] {
  if (order.asset !== command.asset) return ['asset'];
  const { side, leverage } = command;
  const asked = { side, quantity: parseQuantity(command.quantity, instrument), leverage };
  const names = ['side', 'quantity', 'leverage'] as const;
  return names.filter((name) => order[name] !== asked[name]);
}

/** Refuses one order more than an account, or the engine, may have. */
function checkRoom(state: State, account: number): Refusal | undefined {
  if (state.orderCount(account) >= MAX_ORDERS_PER_ACCOUNT)
    return refuse('too_many_orders', `An account may have ${MAX_ORDERS_PER_ACCOUNT} orders open.`);
  if (!state.hasRoomForOrder) return refuse('too_many_orders', 'The engine has no room for another open order.');
  return undefined;
}
