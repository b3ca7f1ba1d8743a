import type { JsonEvent } from '../../json.ts';
import type { UpdateOrder } from '../naive-commands.ts';
import { type Level, type NaiveState, refuseInvalid, refuseOrder } from '../naive-state.ts';
import { compare, type Rational } from '../rational.ts';
import { presentPrice } from './naive-closing.ts';
import { printStops, printTrailingStop } from './naive-opening.ts';
import { isBetter, isFarEnough, type Order, type Pending, printLevel, printLevels, printPrice } from './naive-order.ts';
import { isExpiry, isPriceFault, waitingLevelFault } from './naive-pending.ts';

/** How orders are changed (docs/rules.md). What is absent stays, and null removes. */

export function updateOrder(state: NaiveState, given: UpdateOrder): JsonEvent[] {
  const command = state.rulesVersion >= 6 ? given : withoutEntry(given);
  const hasStop = typeof command.stopLoss === 'string' && typeof command.trailingDistance === 'string';
  if (hasStop) return refuseInvalid(command);
  if (!state.balances.has(command.userId)) return refuseOrder(command, 'unknown_account');
  const order = state.findOrder(command);
  const pending = state.findPending(command);
  if (!order && !pending) return refuseOrder(command, 'unknown_order');
  if (order && (command.price !== undefined || command.expiresAt !== undefined)) return refuseInvalid(command);
  if (pending?.reduceOnly && setsLevel(command)) return refuseInvalid(command);
  if (state.isTooLate(command)) return refuseOrder(command, 'expired');
  const done = order ? updatePosition(state, order, command) : pending && updatePending(state, pending, command);
  if (typeof done === 'string' || !done) return refuseOrder(command, done ?? 'unknown_order');
  const { requestId, orderId, userId } = command;
  return [{ type: 'updated', requestId, orderId, userId, ...done }];
}

/** What only reduces opens nothing that could have a level. */
function setsLevel({ takeProfit, stopLoss, trailingDistance }: UpdateOrder): boolean {
  return [takeProfit, stopLoss, trailingDistance].some((level) => typeof level === 'string');
}

/** What a change says under rules that know no more. */
function withoutEntry({ price: _, expiresAt: __, trailingDistance: ___, ...rest }: UpdateOrder): UpdateOrder {
  return rest;
}

function updatePosition(state: NaiveState, order: Order, command: UpdateOrder): JsonEvent | string {
  const { instrument, side } = order;
  const price = presentPrice(order);
  const named = (text: string | null | undefined) => state.readLevel(instrument, text);
  const stop = named(command.stopLoss);
  const distance = named(command.trailingDistance);
  const movesGuarantee = order.guaranteed && movesStop(order, command, stop, distance);
  if (movesGuarantee && instrument.settings.mode === 'closed') return 'market_closed';
  if (movesGuarantee && state.isStale(instrument)) return 'stale_price';

  const takeProfit = command.takeProfit === undefined ? order.takeProfit : named(command.takeProfit);
  if (takeProfit === 'bad' || (takeProfit && !isBetter(side, takeProfit, price))) return 'invalid_take_profit';
  if (stop === 'bad' || (stop && !isBetter(side, price, stop))) return 'invalid_stop_loss';
  if (movesGuarantee && !mayMoveTo(order, stop, price)) return 'invalid_stop_loss';
  if (distance === 'bad') return 'invalid_trailing_distance';

  order.takeProfit = takeProfit;
  if (command.stopLoss === null) order.stopLoss = undefined;
  if (command.trailingDistance === null) order.trailing = undefined;
  // What is set removes the other.
  if (stop || distance) order.stopLoss = stop;
  if (stop || distance) order.trailing = distance && { distance, best: price };
  // What moves with the price has a place of its own in the order of all things.
  if (distance) state.nextNumber();
  const { guaranteed: _, ...stops } = printStops(order);
  return { ...printLevels(order), ...stops, ...printTrailingStop(order) };
}

/** Whether a command touches the stop at all. To name it once more does not. */
function movesStop(order: Order, { stopLoss }: UpdateOrder, stop: Level, distance: Level): boolean {
  if (distance !== undefined) return true;
  if (stopLoss === undefined) return false;
  return stop === undefined || stop === 'bad' || !order.stopLoss || compare(stop, order.stopLoss) !== 0;
}

/** A guaranteed stop moves nearer alone, and keeps its distance. */
function mayMoveTo(order: Order, stop: Rational | undefined, price: Rational): boolean {
  const isOffered = order.instrument.settings.guaranteedStopPpm !== undefined;
  const isNearer = stop && order.stopLoss && isBetter(order.side, stop, order.stopLoss);
  return isOffered && isNearer === true && isFarEnough(order, stop, price);
}

function updatePending(state: NaiveState, order: Pending, command: UpdateOrder): JsonEvent | string {
  const { instrument } = order;
  const named = (text: string | null | undefined, before: Rational | undefined) =>
    text === undefined ? before : state.readLevel(instrument, text);
  const price = named(command.price, order.price);
  if (command.price !== undefined && isPriceFault(order, price)) return 'invalid_price';
  const { expiresAt = order.expiresAt } = command;
  if (typeof command.expiresAt === 'number' && !isExpiry(state, command.expiresAt)) return 'invalid_expiry';

  const takeProfit = named(command.takeProfit, order.takeProfit);
  const setsStop = typeof command.stopLoss === 'string';
  const setsDistance = typeof command.trailingDistance === 'string';
  const stopLoss = setsDistance ? undefined : named(command.stopLoss, order.stopLoss);
  const trailingDistance = setsStop ? undefined : named(command.trailingDistance, order.trailingDistance);
  if (!price || price === 'bad') return 'invalid_price';
  const fault = waitingLevelFault({ ...order, price, takeProfit, stopLoss, trailingDistance });
  if (fault || takeProfit === 'bad' || stopLoss === 'bad') return fault ?? 'invalid_take_profit';
  if (trailingDistance === 'bad') return 'invalid_trailing_distance';

  Object.assign(order, { price, expiresAt: expiresAt ?? undefined, takeProfit, stopLoss, trailingDistance });
  return {
    ...printLevels(order),
    ...(trailingDistance ? { trailingDistance: printLevel(instrument, trailingDistance) } : {}),
    price: printPrice(instrument, price),
    ...(order.expiresAt === undefined ? {} : { expiresAt: order.expiresAt }),
  };
}
