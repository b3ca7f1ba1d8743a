import { type Refusal, refuse } from '../../messages/rejection.ts';
import { MAX_ORDERS_PER_ACCOUNT } from '../../numbers/limits.ts';
import type { State } from '../../state/state.ts';

/**
 * Refuses one order more than an account, or the engine, may have.
 *
 * @param freed orders of the account that end first, and give their places to it.
 */
export function checkRoom(state: State, account: number, freed = 0): Refusal | undefined {
  if (state.orderCount(account) + state.pending.countOf(account) - freed >= MAX_ORDERS_PER_ACCOUNT)
    return refuse('too_many_orders', `An account may have ${MAX_ORDERS_PER_ACCOUNT} orders open.`);
  if (freed === 0 && !state.hasRoomForOrder)
    return refuse('too_many_orders', 'The engine has no room for another open order.');
  return undefined;
}

/** Refuses an order of which nothing stays but its id, where there is no room for that. */
export function checkIdRoom(state: State): Refusal | undefined {
  return state.hasRoomForId ? undefined : refuse('too_many_orders', 'The engine has no room for another order id.');
}
