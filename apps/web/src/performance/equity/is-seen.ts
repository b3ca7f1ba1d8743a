import type { ValuedOrderJson } from '@fulcrum/protocol';
import type { ClosedOrder } from '../../api/schemas.ts';

/**
 * Whether the account shows a closing of the history already: its order is not open any more, or no more of it than the
 * closing left.
 *
 * @param order as the account has it open.
 */
export function isSeen({ remaining }: ClosedOrder, order: ValuedOrderJson | undefined): boolean {
  return order === undefined || (remaining !== undefined && Number(order.quantity) <= Number(remaining));
}
