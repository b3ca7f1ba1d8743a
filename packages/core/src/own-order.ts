import type { OrderRequest } from './commands.ts';
import type { Rejected } from './events.ts';
import type { Order } from './order.ts';
import { NONE } from './records.ts';
import { reject } from './rejection.ts';
import type { State } from './state.ts';

/** The open order that a command names, if it is the sender's own: another user's order is as unknown as none. */
export function findOwnOrder(state: State, command: OrderRequest): Order | Rejected {
  const { orderId, userId } = command;
  const slot = state.findOrder(orderId);
  if (slot !== NONE && state.isOwnedBy(slot, userId) && state.isOpen(slot))
    return state.readOrder(slot, orderId, userId);
  return state.findAccount(userId) === NONE
    ? reject(command, 'unknown_account', 'There is no such account.')
    : reject(command, 'unknown_order', 'There is no such open order.');
}
