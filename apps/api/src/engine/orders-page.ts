import { invalidInput } from '@fulcrum/http';
import { MAX_ORDERS_PER_PAGE, numberOfCursor, orderCursor } from '@fulcrum/protocol';
import { required } from '../controllers/engine-answers.ts';
import type { AccountReads } from './account-reads.ts';

export interface OrdersQuery {
  readonly limit?: number | undefined;
  /** The number of the last order of the page before, and its shard. */
  readonly cursor?: string | undefined;
}

/**
 * Reads a page of an account's orders, open ones and those that wait, with the account.
 *
 * @throws Problem when the cursor is that of another shard.
 */
export async function readOrdersPage(
  reads: Pick<AccountReads, 'page'>,
  shard: number,
  userId: string,
  { limit = MAX_ORDERS_PER_PAGE, cursor }: OrdersQuery,
) {
  const after = cursor === undefined ? undefined : numberOfCursor(shard, cursor);
  if (cursor !== undefined && after === undefined)
    throw invalidInput({ cursor: 'must be the nextCursor of the page before' });
  const account = required(await reads.page(userId, { limit, ...(after !== undefined && { after }) }), 'account');
  const { next } = account;
  return { ...account, nextCursor: next === undefined ? {} : { nextCursor: orderCursor(shard, next) } };
}
