import type { Queryable } from '../client/client.ts';

/** Which orders are deleted, by when they were placed. */
export interface OldOrders {
  readonly from: number;
  readonly before: number;
  /** Those alone of which nothing was filled. */
  readonly isUnfilled: boolean;
}

/**
 * Deletes orders of the order book's history, at most so many. Those that are open stay.
 *
 * @returns how many are gone.
 */
export function deleteOldVenueOrders(
  db: Queryable,
  shard: number,
  { from, before, isUnfilled }: OldOrders,
  most: number,
): Promise<number> {
  return db.$executeRaw`
    delete from "VenuePastOrder" as past using (
      select "orderId" from "VenuePastOrder"
      where "shard" = ${shard}::int and "placedAt" >= ${from}::bigint and "placedAt" < ${before}::bigint
        and "status" is not null and (not ${isUnfilled}::boolean or "executed" = 0)
      order by "placedAt" limit ${most}::int
    ) as old
    where past."shard" = ${shard}::int and past."orderId" = old."orderId"`;
}
