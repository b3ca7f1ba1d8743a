import type { PendingOrderJson, ValuedOrderJson } from '@fulcrum/protocol';
import type { AccountState } from './account.ts';

/** A position that was closed while the feed was away, or a part of it. Quantities are as the API writes them. */
export interface MissedClosing {
  readonly orderId: string;
  readonly before: string;
  /** Undefined where nothing is open any more. */
  readonly left: string | undefined;
}

/** What became of the known orders while the feed was away. How it came about is not known. */
export interface Missed {
  readonly closings: readonly MissedClosing[];
  /** Orders that waited, and are open now. */
  readonly opened: readonly ValuedOrderJson[];
  /** Orders that waited, and neither wait nor are open any more. */
  readonly ended: readonly PendingOrderJson[];
}

type Orders = Pick<AccountState, 'orders' | 'pending'>;

/** Compares the orders before and after. @returns undefined where nothing was missed. */
export function missedBetween(before: Orders, after: Orders): Missed | undefined {
  const closings = [...before.orders.values()].flatMap(({ orderId, quantity }) => {
    const left = after.orders.get(orderId)?.quantity;
    return left === quantity ? [] : [{ orderId, before: quantity, left }];
  });
  const gone = [...before.pending.values()].filter(({ orderId }) => !after.pending.has(orderId));
  const opened = gone.flatMap(({ orderId }) => after.orders.get(orderId) ?? []);
  const ended = gone.filter(({ orderId }) => !after.orders.has(orderId));
  return closings.length + gone.length === 0 ? undefined : { closings, opened, ended };
}
