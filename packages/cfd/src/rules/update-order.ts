import { assert } from '@fulcrum/log';
import type { UpdateOrder } from '../messages/commands.ts';
import type { OrderUpdated } from '../messages/events.ts';
import { isRefusal, type Refusal, refuse } from '../messages/rejection.ts';
import { priceFault } from '../prices/price-fault.ts';
import { closingPrice, hasReachedStop, hasReachedTarget } from '../prices/quote.ts';
import type { Order } from '../state/order.ts';
import type { State } from '../state/state.ts';
import { parsePrice } from './instrument.ts';
import { findOwnOrder, hasOpenOrder } from './own-order.ts';
import { findOwnPending } from './pending/own-pending.ts';
import { updatePending } from './pending/update-pending.ts';

type Level = number | undefined;

/** Changes an order, be it open or one that waits. */
export function updateOrder(state: State, command: UpdateOrder, now: number): OrderUpdated | Refusal {
  if (typeof command.stopLoss === 'string' && typeof command.trailingDistance === 'string')
    return refuse('invalid_command', 'An order has a stopLoss or a trailingDistance, and not both.');
  const pending = findOwnPending(state, command);
  return pending === undefined ? updatePosition(state, command, now) : updatePending(state, pending, command, now);
}

/** Sets, removes or keeps an open order's levels. A new level must not be reached already at the current quote. */
function updatePosition(state: State, command: UpdateOrder, now: number): OrderUpdated | Refusal {
  if ((command.price !== undefined || command.expiresAt !== undefined) && hasOpenOrder(state, command))
    return refuse('invalid_command', 'price and expiresAt belong to an order that waits.');
  const order = findOwnOrder(state, command, now);
  if (isRefusal(order)) return order;
  const takeProfit = newLevel(state, order, 'takeProfit', command.takeProfit);
  if (isRefusal(takeProfit)) return takeProfit;
  const stopLoss = newLevel(state, order, 'stopLoss', command.stopLoss);
  if (isRefusal(stopLoss)) return stopLoss;
  if (command.takeProfit !== undefined || command.stopLoss !== undefined) setLevels(state, order, takeProfit, stopLoss);
  const { instrument } = state.marketOf(order.asset);
  const { requestId, orderId, userId } = command;
  return { type: 'updated', requestId, instrument, orderId, userId, takeProfit, stopLoss };
}

/** What is particular to each of the two levels. */
const LEVELS = {
  takeProfit: { code: 'invalid_take_profit', hasReached: hasReachedTarget, title: 'A take-profit' },
  stopLoss: { code: 'invalid_stop_loss', hasReached: hasReachedStop, title: 'A stop-loss' },
} as const;

/** What a level is to be: null removes it, and absent keeps it. */
function newLevel(state: State, order: Order, name: keyof typeof LEVELS, text: string | null | undefined) {
  if (text === undefined) return order[name];
  if (text === null) return undefined;
  const { code, hasReached, title } = LEVELS[name];
  const { instrument, quote } = state.marketOf(order.asset);
  assert(quote !== undefined, 'an instrument with open orders has a quote');
  const { maxPrice } = state;
  const level = parsePrice(text, instrument, maxPrice);
  if (level === undefined) return refuse(code, priceFault(name, text, { instrument, maxPrice }));
  if (hasReached(order.side, closingPrice(order.side, quote), level))
    return refuse(code, `${title} must be a price that is not reached already.`);
  return level;
}

function setLevels(state: State, order: Order, takeProfit: Level, stopLoss: Level): void {
  assert((takeProfit ?? 1) >= 1 && (stopLoss ?? 1) >= 1, 'a level is a price');
  state.setLevels(order, takeProfit, stopLoss);
}
