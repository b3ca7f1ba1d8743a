import { assert } from '@fulcrum/log';
import type { UpdateOrder } from '../messages/commands.ts';
import type { OrderUpdated } from '../messages/events.ts';
import { isRefusal, type Refusal, refuse } from '../messages/rejection.ts';
import { priceFault } from '../prices/price-fault.ts';
import { closingPrice, hasReachedStop, hasReachedTarget } from '../prices/quote.ts';
import type { Order } from '../state/order.ts';
import type { State } from '../state/state.ts';
import { parsePrice } from './instrument.ts';
import { findOwnOrder } from './own-order.ts';

type Level = number | undefined;

/** Sets, removes or keeps an open order's levels. A new level must not be reached already at the current quote. */
export function updateOrder(state: State, command: UpdateOrder, now: number): OrderUpdated | Refusal {
  const order = findOwnOrder(state, command, now);
  if (isRefusal(order)) return order;
  const takeProfit = newTakeProfit(state, order, command);
  if (isRefusal(takeProfit)) return takeProfit;
  const stopLoss = newStopLoss(state, order, command);
  if (isRefusal(stopLoss)) return stopLoss;
  if (command.takeProfit !== undefined || command.stopLoss !== undefined) setLevels(state, order, takeProfit, stopLoss);
  const { instrument } = state.marketOf(order.asset);
  const { requestId, orderId, userId } = command;
  return { type: 'updated', requestId, instrument, orderId, userId, takeProfit, stopLoss };
}

function newTakeProfit(state: State, order: Order, { takeProfit: text }: UpdateOrder): Level | Refusal {
  if (text === undefined) return order.takeProfit;
  if (text === null) return undefined;
  const { instrument, price, maxPrice } = closingOf(state, order);
  const level = parsePrice(text, instrument, maxPrice);
  if (level === undefined)
    return refuse('invalid_take_profit', priceFault('takeProfit', text, { instrument, maxPrice }));
  if (hasReachedTarget(order.side, price, level))
    return refuse('invalid_take_profit', 'A take-profit must be a price that is not reached already.');
  return level;
}

function newStopLoss(state: State, order: Order, { stopLoss: text }: UpdateOrder): Level | Refusal {
  if (text === undefined) return order.stopLoss;
  if (text === null) return undefined;
  const { instrument, price, maxPrice } = closingOf(state, order);
  const level = parsePrice(text, instrument, maxPrice);
  if (level === undefined) return refuse('invalid_stop_loss', priceFault('stopLoss', text, { instrument, maxPrice }));
  if (hasReachedStop(order.side, price, level))
    return refuse('invalid_stop_loss', 'A stop-loss must be a price that is not reached already.');
  return level;
}

/** The price at which an order would close now, and in what its levels are counted. */
function closingOf(state: State, { asset, side }: Order) {
  const { instrument, quote } = state.marketOf(asset);
  assert(quote !== undefined, 'an instrument with open orders has a quote');
  return { instrument, price: closingPrice(side, quote), maxPrice: state.maxPrice };
}

function setLevels(state: State, order: Order, takeProfit: Level, stopLoss: Level): void {
  assert((takeProfit ?? 1) >= 1 && (stopLoss ?? 1) >= 1, 'a level is a price');
  state.setLevels(order, takeProfit, stopLoss);
}
