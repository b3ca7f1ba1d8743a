import type { Queryable } from '../client/client.ts';

/** Ids of history rows of one shard: the first that is meant, and the first behind them that is not. */
export interface HistoryIds {
  readonly from: string;
  readonly before: string;
}

/**
 * Deletes the oldest rejections of the history that have such an id, at most so many.
 *
 * @returns how many are gone.
 */
export function deleteRejections(db: Queryable, { from, before }: HistoryIds, most: number): Promise<number> {
  return db.$executeRaw`
    delete from "Rejection" where "id" in (
      select "id" from "Rejection" where "id" >= ${from} and "id" < ${before} order by "id" limit ${most}::int
    )`;
}
