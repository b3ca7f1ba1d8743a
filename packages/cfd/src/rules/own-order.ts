import { NONE } from '@fulcrum/memory';
import type { OrderRequest, Perishable } from '../messages/commands.ts';
import type { Rejected } from '../messages/events.ts';
import { reject, rejectWith } from '../messages/rejection.ts';
import type { Order } from '../state/order.ts';
import type { State } from '../state/state.ts';
import { checkValidity } from './validity.ts';

/**
 * The open order that a command names, if it is the sender's own and the command comes in time: another user's order is
 * as unknown as none.
 */
export function findOwnOrder(state: State, command: OrderRequest & Perishable, now: number): Order | Rejected {
  const { orderId, userId } = command;
  const slot = state.findOrder(orderId);
  if (slot !== NONE && state.isOwnedBy(slot, userId) && state.isOpen(slot)) {
    const expired = checkValidity(state, command, now);
    return expired === undefined ? state.readOrder(slot, orderId, userId) : rejectWith(command, expired);
  }
  return state.findAccount(userId) === NONE
    ? reject(command, 'unknown_account', 'There is no such account.')
    : reject(command, 'unknown_order', 'There is no such open order.');
}
