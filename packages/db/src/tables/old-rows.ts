import type { Queryable } from '../client/client.ts';
import { identifier } from './bulk-rows.ts';

/** Ids of history rows of one shard: the first that is meant, and the first behind them that is not. */
export interface HistoryIds {
  readonly from: string;
  readonly before: string;
}

/**
 * Deletes the oldest rows of a table of the history that have such an id, at most so many.
 *
 * @returns how many are gone.
 */
export function deleteHistoryRows(
  db: Queryable,
  table: 'Rejection' | 'OrderEvent' | 'VenueTrade',
  { from, before }: HistoryIds,
  most: number,
): Promise<number> {
  const name = identifier(table);
  return db.$executeRaw`
    delete from ${name} where "id" in (
      select "id" from ${name} where "id" >= ${from} and "id" < ${before} order by "id" limit ${most}::int
    )`;
}
