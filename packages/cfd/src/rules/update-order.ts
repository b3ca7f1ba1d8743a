import { assert } from '@fulcrum/log';
import type { UpdateOrder } from '../messages/commands.ts';
import type { OrderUpdated } from '../messages/events.ts';
import { isRefusal, type Refusal, refuse } from '../messages/rejection.ts';
import { closingPrice, hasReachedStop, hasReachedTarget } from '../prices/quote.ts';
import { isStale, staleMessage } from '../prices/stale.ts';
import type { Levels, Order } from '../state/order.ts';
import type { State } from '../state/state.ts';
import { parsePrice } from './instrument.ts';
import { modeRefusal } from './mode.ts';
import { guaranteeRefusal } from './opening/guarantee.ts';
import { findOwnOrder, hasOpenOrder } from './own-order.ts';
import { findOwnPending } from './pending/own-pending.ts';
import { updatePending } from './pending/update-pending.ts';
import { type Level, readLevel } from './read-level.ts';

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
  const guarded = order.stopKind === 'guaranteed' ? checkGuaranteed(state, order, command, now) : undefined;
  if (guarded !== undefined) return guarded;
  const levels = newLevels(state, order, command);
  if (isRefusal(levels)) return levels;
  if (command.takeProfit !== undefined || command.stopLoss !== undefined || command.trailingDistance !== undefined)
    setLevels(state, order, levels, typeof command.trailingDistance === 'string');
  const { instrument } = state.marketOf(order.asset);
  const { requestId, orderId, userId } = command;
  const trailingStop = levels.trailingDistance === undefined ? undefined : state.trailingStopOf(order);
  return { type: 'updated', requestId, instrument, orderId, userId, ...levels, trailingStop };
}

/** What the levels are to be: a stop-loss and a trailing distance take each other's place. */
function newLevels(state: State, order: Order, command: UpdateOrder): Levels | Refusal {
  const takeProfit = newLevel(state, order, 'takeProfit', command.takeProfit);
  if (isRefusal(takeProfit)) return takeProfit;
  const stopLoss = newLevel(state, order, 'stopLoss', command.stopLoss);
  if (isRefusal(stopLoss)) return stopLoss;
  const stop = typeof command.trailingDistance === 'string' ? undefined : stopLoss;
  if (order.stopKind === 'guaranteed' && stop !== order.stopLoss) {
    const refused = guaranteedRefusal(state, order, stop);
    if (refused !== undefined) return refused;
  }
  const trailingDistance = newDistance(state, order, command.trailingDistance);
  if (isRefusal(trailingDistance)) return trailingDistance;
  return {
    takeProfit,
    stopLoss: stop,
    trailingDistance: typeof command.stopLoss === 'string' ? undefined : trailingDistance,
  };
}

function newDistance(state: State, order: Order, text: string | null | undefined): Level {
  if (text === undefined) return order.trailingDistance;
  if (text === null) return undefined;
  const { instrument } = state.marketOf(order.asset);
  return readLevel('trailingDistance', text, { instrument, maxPrice: state.maxPrice });
}

/** A guaranteed stop is changed as a position is closed: at a quote that counts. */
function checkGuaranteed(state: State, order: Order, command: UpdateOrder, now: number): Refusal | undefined {
  const market = state.marketOf(order.asset);
  const { instrument, quote } = market;
  assert(quote !== undefined, 'an instrument with open orders has a quote');
  const { stopLoss, trailingDistance } = command;
  const isTrailing = typeof trailingDistance === 'string';
  const isNamed = stopLoss !== undefined && (stopLoss === null || parsePrice(stopLoss, instrument) !== order.stopLoss);
  if (!isTrailing && !isNamed) return undefined;
  const closed = modeRefusal(instrument, 'closing');
  if (closed !== undefined) return closed;
  return isStale(market, quote, now) ? refuse('stale_price', staleMessage(market, quote, now)) : undefined;
}

/** It can be moved nearer, and not too near. */
function guaranteedRefusal(state: State, order: Order, stopLoss: number | undefined): Refusal | undefined {
  const { instrument, quote } = state.marketOf(order.asset);
  assert(
    quote !== undefined && order.stopLoss !== undefined,
    'a guaranteed stop has a price, and its instrument a quote',
  );
  if (stopLoss === undefined)
    return refuse('invalid_stop_loss', 'A guaranteed stop cannot be removed, and never trails.');
  if (hasReachedStop(order.side, stopLoss, order.stopLoss))
    return refuse('invalid_stop_loss', 'A guaranteed stop cannot be moved away.');
  return guaranteeRefusal(order.side, stopLoss, instrument, quote);
}

/** What is particular to each of the two levels. */
const KINDS = {
  takeProfit: { code: 'invalid_take_profit', hasReached: hasReachedTarget, title: 'A take-profit' },
  stopLoss: { code: 'invalid_stop_loss', hasReached: hasReachedStop, title: 'A stop-loss' },
} as const;

/** What a level is to be: null removes it, and absent keeps it. */
function newLevel(state: State, order: Order, name: keyof typeof KINDS, text: string | null | undefined) {
  if (text === undefined) return order[name];
  if (text === null) return undefined;
  const { code, hasReached, title } = KINDS[name];
  const { instrument, quote } = state.marketOf(order.asset);
  assert(quote !== undefined, 'an instrument with open orders has a quote');
  const level = readLevel(name, text, { instrument, maxPrice: state.maxPrice });
  if (level === undefined || isRefusal(level)) return level;
  if (hasReached(order.side, closingPrice(order.side, quote), level))
    return refuse(code, `${title} must be a price that is not reached already.`);
  return level;
}

function setLevels(state: State, order: Order, levels: Levels, isNewTrail: boolean): void {
  const { takeProfit, stopLoss, trailingDistance } = levels;
  assert((takeProfit ?? 1) >= 1 && (stopLoss ?? 1) >= 1, 'a level is a price');
  assert(stopLoss === undefined || trailingDistance === undefined, 'an order has one stop');
  state.setLevels(order, levels, isNewTrail);
}
