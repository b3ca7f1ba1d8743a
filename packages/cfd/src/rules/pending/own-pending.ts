import { NONE } from '@fulcrum/memory';
import type { OrderRequest } from '../../messages/commands.ts';
import { type Refusal, refuse, UNKNOWN_ACCOUNT } from '../../messages/rejection.ts';
import type { Pending } from '../../state/pending/pending-fields.ts';
import type { State } from '../../state/state.ts';

/** The pending order that a command names, if it is the sender's own. */
export function findOwnPending(state: State, { orderId, userId }: OrderRequest): Pending | undefined {
  const { orders } = state.pending;
  const slot = orders.find(orderId);
  if (slot === NONE || !state.isAccountOf(orders.accountOf(slot), userId)) return undefined;
  return state.readPending(slot, orderId, userId);
}

/** Another user's order is as unknown as none. */
export function unknownPending(state: State, { userId }: OrderRequest): Refusal {
  return state.findAccount(userId) === NONE
    ? UNKNOWN_ACCOUNT
    : refuse('unknown_order', 'There is no such order that waits.');
}
