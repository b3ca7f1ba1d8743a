import type { OrderRequest } from './commands.ts';
import type { Rejected } from './events.ts';
import type { Order } from './order.ts';
import { NONE } from './records.ts';
import { reject } from './rejection.ts';
import type { State } from './state.ts';

/** The open order that a command names, if it is the sender's own: another user's order is as unknown as none. */
export function findOwnOrder(state: State, command: OrderRequest): Order | Rejected {
  const { orderId, userId } = command;
  const account = state.findAccount(userId);
  if (account === NONE) return reject(command, 'unknown_account', 'There is no such account.');
  const slot = state.findOrder(orderId);
  if (slot === NONE || !state.isOpen(slot) || state.accountOf(slot) !== account)
    return reject(command, 'unknown_order', 'There is no such open order.');
  return state.readOrder(slot, orderId, userId);
}
