import { assert } from '@fulcrum/log';
import type { UpdateOrder } from '../messages/commands.ts';
import type { Event } from '../messages/events.ts';
import type { Instrument } from '../messages/instrument.ts';
import { reject } from '../messages/rejection.ts';
import { priceFault } from '../prices/price-fault.ts';
import { closingPrice, hasReachedStop, hasReachedTarget } from '../prices/quote.ts';
import type { State } from '../state/state.ts';
import { parsePrice } from './instrument.ts';
import { findOwnOrder } from './own-order.ts';

/** Sets, removes or keeps an open order's levels. A new level must not be reached already at the current quote. */
export function updateOrder(state: State, command: UpdateOrder, now: number): Event {
  const order = findOwnOrder(state, command, now);
  if ('type' in order) return order;
  const { instrument, quote } = state.marketOf(order.asset);
  assert(quote !== undefined, 'an instrument with open orders has a quote');
  const { side } = order;
  const price = closingPrice(side, quote);
  const takeProfit = parseLevel(command.takeProfit, instrument, state.maxPrice);
  const faultOf = (name: 'takeProfit' | 'stopLoss') =>
    priceFault(name, command[name] ?? '', { instrument, maxPrice: state.maxPrice });
  if (takeProfit === 'invalid') return reject(command, 'invalid_take_profit', faultOf('takeProfit'));
  if (typeof takeProfit === 'number' && hasReachedTarget(side, price, takeProfit))
    return reject(command, 'invalid_take_profit', 'A take-profit must be a price that is not reached already.');
  const stopLoss = parseLevel(command.stopLoss, instrument, state.maxPrice);
  if (stopLoss === 'invalid') return reject(command, 'invalid_stop_loss', faultOf('stopLoss'));
  if (typeof stopLoss === 'number' && hasReachedStop(side, price, stopLoss))
    return reject(command, 'invalid_stop_loss', 'A stop-loss must be a price that is not reached already.');
  const levels = {
    takeProfit: takeProfit === 'keep' ? order.takeProfit : takeProfit,
    stopLoss: stopLoss === 'keep' ? order.stopLoss : stopLoss,
  };
  if (takeProfit !== 'keep' || stopLoss !== 'keep') state.setLevels(order, levels.takeProfit, levels.stopLoss);
  const { requestId, orderId, userId } = command;
  return { type: 'updated', requestId, instrument, orderId, userId, ...levels };
}

function parseLevel(
  text: string | null | undefined,
  instrument: Instrument,
  maxPrice: number,
): number | 'keep' | 'invalid' | undefined {
  if (text === undefined) return 'keep';
  return text === null ? undefined : (parsePrice(text, instrument, maxPrice) ?? 'invalid');
}
