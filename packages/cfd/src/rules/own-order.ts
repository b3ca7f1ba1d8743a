import { NONE } from '@fulcrum/memory';
import type { Acted, Actor, OrderRequest, Perishable } from '../messages/commands.ts';
import { type Refusal, refuse, UNKNOWN_ACCOUNT } from '../messages/rejection.ts';
import type { Order } from '../state/order.ts';
import type { State } from '../state/state.ts';
import { rightsRefusal } from './accounts/rights.ts';
import { checkValidity } from './validity.ts';

/**
 * Finds the open order that a command names. It has to be the sender's own, and the command has to come in time. Another
 * user's order is as unknown as none.
 */
export function findOwnOrder(
  state: State,
  command: OrderRequest & Perishable & Acted,
  now: number,
  /** Where its owner may be kept from it. */
  what?: 'closing',
): Order | Refusal {
  const { orderId, userId } = command;
  const slot = state.findOrder(orderId);
  if (isOpenOrderOf(state, slot, userId))
    return (
      checkRights(state, slot, what, now, command.actor) ??
      checkValidity(command, now) ??
      state.readOrder(slot, orderId, userId)
    );
  return state.findAccount(userId) === NONE ? UNKNOWN_ACCOUNT : refuse('unknown_order', 'There is no such open order.');
}

/** Whether the order that a command names is an open one of the sender's own. */
export function hasOpenOrder(state: State, { orderId, userId }: OrderRequest): boolean {
  return isOpenOrderOf(state, state.findOrder(orderId), userId);
}

function isOpenOrderOf(state: State, slot: number, userId: string): boolean {
  return slot !== NONE && state.isOwnedBy(slot, userId) && state.isOpen(slot);
}

function checkRights(
  state: State,
  slot: number,
  what: 'closing' | undefined,
  now: number,
  actor: Actor,
): Refusal | undefined {
  return what === undefined ? undefined : rightsRefusal(state, state.ownerOf(slot), what, now, actor);
}
