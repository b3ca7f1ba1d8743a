import { NONE } from '@fulcrum/memory';
import type { OrderRequest, VoidOrder } from '../messages/commands.ts';
import type { Event } from '../messages/events.ts';
import { reject } from '../messages/rejection.ts';
import type { State } from '../state/state.ts';
import { valuedOrder } from './reports.ts';

/** Tells what an order is at this point of the log: open, closed in the last ten minutes, or unknown. */
export function reportOrder(state: State, { requestId, orderId, userId }: OrderRequest, now: number): Event {
  if (state.findAccount(userId) === NONE)
    return reject({ requestId, orderId, userId }, 'unknown_account', 'There is no such account.');
  const report = { type: 'order' as const, requestId, orderId, userId };
  const slot = state.findKeptOrder(orderId, now);
  if (slot === NONE || !state.isOwnedBy(slot, userId)) return { ...report, status: 'unknown', order: undefined };
  if (!state.isOpen(slot)) return { ...report, status: 'closed', order: undefined };
  return { ...report, status: 'open', order: valuedOrder(state, state.readOrder(slot, orderId, userId)) };
}

/**
 * Tells the same, and sees to it that an order which is unknown stays so: its id counts from now on as that of an order
 * that was just closed, unless it is another user's already. Whoever is told that an order never arrived can then rely
 * on it, also when it arrives late.
 */
export function voidOrder(state: State, command: VoidOrder, now: number): Event {
  const { requestId, orderId, userId } = command;
  const report = reportOrder(state, command, now);
  const account = state.findAccount(userId);
  if (account === NONE || state.findKeptOrder(orderId, now) !== NONE) return report;
  // It does not name the order: nobody may take it for the reason why that was not opened.
  if (!state.hasRoomForOrder)
    return reject({ requestId, userId }, 'too_many_orders', 'The engine has no room for another order id.');
  state.voidOrder(orderId, account, now);
  return report;
}
