import { NONE } from '@fulcrum/memory';
import type { OrderRequest, Perishable } from '../messages/commands.ts';
import { type Refusal, refuse, UNKNOWN_ACCOUNT } from '../messages/rejection.ts';
import type { Order } from '../state/order.ts';
import type { State } from '../state/state.ts';
import { checkValidity } from './validity.ts';

/**
 * Finds the open order that a command names. It has to be the sender's own, and the command has to come in time. Another
 * user's order is as unknown as none.
 */
export function findOwnOrder(
  state: State,
  command: OrderRequest & Perishable,
  now: number,
  /** What its owner's rights say to it. */
  restriction: (account: number) => Refusal | undefined = () => undefined,
): Order | Refusal {
  const { orderId, userId } = command;
  const slot = state.findOrder(orderId);
  if (slot !== NONE && state.isOwnedBy(slot, userId) && state.isOpen(slot))
    return restriction(state.ownerOf(slot)) ?? checkValidity(command, now) ?? state.readOrder(slot, orderId, userId);
  return state.findAccount(userId) === NONE ? UNKNOWN_ACCOUNT : refuse('unknown_order', 'There is no such open order.');
}
