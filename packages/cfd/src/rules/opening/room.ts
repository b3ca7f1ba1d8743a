import { type Refusal, refuse } from '../../messages/rejection.ts';
import { MAX_ORDERS_PER_ACCOUNT } from '../../numbers/limits.ts';
import type { State } from '../../state/state.ts';

/** Refuses one order more than an account, or the engine, may have. */
export function checkRoom(state: State, account: number): Refusal | undefined {
  if (state.orderCount(account) + state.pending.countOf(account) >= MAX_ORDERS_PER_ACCOUNT)
    return refuse('too_many_orders', `An account may have ${MAX_ORDERS_PER_ACCOUNT} orders open.`);
  if (!state.hasRoomForOrder) return refuse('too_many_orders', 'The engine has no room for another open order.');
  return undefined;
}
