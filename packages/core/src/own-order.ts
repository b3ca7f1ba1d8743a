import type { OrderRequest } from './commands.ts';
import type { Rejected } from './events.ts';
import type { Order } from './order.ts';
import { reject } from './rejection.ts';
import type { State } from './state.ts';

/** The open order that a command names, if it is the sender's own: another user's order is as unknown as none. */
export function findOrder(state: State, command: OrderRequest): Order | Rejected {
  if (state.account(command.userId) === undefined)
    return reject(command, 'unknown_account', 'There is no such account.');
  const order = state.order(command.orderId);
  if (order === undefined || order.userId !== command.userId)
    return reject(command, 'unknown_order', 'There is no such open order.');
  return order;
}
