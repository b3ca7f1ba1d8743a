import { assert } from '@fulcrum/log';
import { NONE } from '@fulcrum/memory';
import type { CancelAll, CancelOrder } from '../../messages/commands.ts';
import type { EventSteps } from '../../messages/event-parts.ts';
import type { Event, OrderCancelled } from '../../messages/events.ts';
import type { CancelCode } from '../../messages/fields.ts';
import { type Refusal, refuse, UNKNOWN_ACCOUNT } from '../../messages/rejection.ts';
import type { Pending } from '../../state/pending/pending-fields.ts';
import type { State } from '../../state/state.ts';
import { inOrder } from '../in-order.ts';
import { findOwnPending, unknownPending } from './own-pending.ts';
import { cancelled } from './pending-events.ts';

/** Ends an order that waits, because its owner asked for it. Nothing keeps anybody from that. */
export function cancelOrder(state: State, command: CancelOrder, now: number): OrderCancelled | Refusal {
  const order = findOwnPending(state, command);
  if (order === undefined) return unknownPending(state, command);
  return cancel(state, order, 'requested', now, command.requestId);
}

/** Ends all orders of a user that wait, of one asset where it is named, in the order in which they were placed. */
export function cancelAll(state: State, command: CancelAll, now: number): readonly Event[] | Refusal {
  const { requestId, userId, asset } = command;
  if (asset !== undefined && state.market(asset) === undefined)
    return refuse('unknown_asset', 'There is no such instrument.');
  const account = state.findAccount(userId);
  if (account === NONE) return UNKNOWN_ACCOUNT;
  const events = cancelEach(state, account, now, asset);
  return [...events, { type: 'all-cancelled', requestId, userId, cancelled: events.length, left: 0 }];
}

/** Ends all orders of an account that wait, or those of one asset. */
export function cancelEach(state: State, account: number, now: number, asset?: string): OrderCancelled[] {
  const all = state.pending.slotsOf(account);
  const market = asset === undefined ? undefined : state.marketOf(asset).number;
  const named = all.filter((slot) => market === undefined || state.pending.orders.marketOf(slot) === market);
  const events = named.map((slot) => cancel(state, state.readPending(slot), 'requested', now));
  assert(state.pending.countOf(account) === all.length - named.length, 'all orders that are named have ended');
  return events;
}

/** Ends the orders whose time is over, by that time, and those with the same one in the order in which they were placed. */
export function* expireOrders(state: State, now: number): EventSteps {
  const { orders } = state.pending;
  const placed = yield* inOrder(state.pending.expired(now), (slot) => orders.numberOf(slot));
  // Sorting leaves those that are equal in their order.
  const due = yield* inOrder(Array.from(placed), (slot) => orders.expiryOf(slot));
  for (let at = 0; at < due.length; at++) yield cancel(state, state.readPending(due[at] as number), 'expired', now);
  assert(state.pending.nextExpiry > now, 'all orders whose time is over have ended');
}

/** Ends one order. @param requestId of its owner, where that asked for this one. */
export function cancel(
  state: State,
  order: Pending,
  code: CancelCode,
  now: number,
  requestId?: string,
): OrderCancelled {
  state.cancelPending(order, now);
  assert(state.pending.orders.find(order.orderId) === NONE, 'an order that was cancelled waits no longer');
  return cancelled(order, state.marketOf(order.asset).instrument, code, requestId);
}
