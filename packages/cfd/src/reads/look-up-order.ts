import { assert } from '@fulcrum/log';
import { NONE } from '@fulcrum/memory';
import type { OrderRequest, VoidOrder } from '../messages/commands.ts';
import type { Event } from '../messages/events.ts';
import { refuse, reject, UNKNOWN_ACCOUNT } from '../messages/rejection.ts';
import { findOwnPending } from '../rules/pending/own-pending.ts';
import { pendingFields } from '../rules/pending/pending-events.ts';
import { CLOSED_ID_PURPOSE } from '../state/order-fields.ts';
import type { State } from '../state/state.ts';
import { valuedOrder } from './reports.ts';

/** Tells what an order is at this point of the log: open, waiting, ended in the last ten minutes, or unknown. */
export function reportOrder(state: State, { requestId, orderId, userId }: OrderRequest, now: number): Event {
  if (state.findAccount(userId) === NONE) return reject({ requestId, orderId, userId }, UNKNOWN_ACCOUNT);
  const report = { type: 'order' as const, requestId, orderId, userId };
  const waiting = findOwnPending(state, { requestId, orderId, userId });
  if (waiting !== undefined) {
    const { instrument } = state.marketOf(waiting.asset);
    return { ...report, status: 'pending', order: undefined, pendingOrder: pendingFields(waiting, instrument) };
  }
  const slot = state.findKeptOrder(orderId, now);
  const purpose = slot === NONE ? CLOSED_ID_PURPOSE.transfer : state.purposeOf(slot);
  const isKnown = purpose !== CLOSED_ID_PURPOSE.transfer && state.isOwnedBy(slot, userId);
  if (!isKnown) return { ...report, status: 'unknown', order: undefined };
  if (!state.isOpen(slot))
    return { ...report, status: purpose === CLOSED_ID_PURPOSE.cancelled ? 'cancelled' : 'closed', order: undefined };
  return { ...report, status: 'open', order: valuedOrder(state, state.readOrder(slot, orderId, userId)) };
}

/**
 * Tells the same, and makes an unknown order stay unknown: from now on its id counts as that of an order that was just
 * closed, unless it is another user's already. Whoever is told that an order never arrived can rely on it, even if the
 * order arrives late.
 */
export function voidOrder(state: State, command: VoidOrder, now: number): Event {
  const { requestId, orderId, userId } = command;
  const report = reportOrder(state, command, now);
  const account = state.findAccount(userId);
  if (account === NONE || state.isIdTaken(orderId, now)) return report;
  // The rejection does not name the order: nobody may take it for the reason why that order was not opened.
  if (!state.hasRoomForOrder)
    return reject({ requestId, userId }, refuse('too_many_orders', 'The engine has no room for another order id.'));
  state.voidOrder(orderId, account, now);
  assert(state.findKeptOrder(orderId, now) !== NONE, 'the id of a void order counts as used');
  return report;
}
