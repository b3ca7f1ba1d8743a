import { type Database, readCheckpoint } from '@fulcrum/db';
import { logTime } from '@fulcrum/log';

/** How many orders of an instrument there are. */
export interface OrderCounts {
  readonly asset: string;
  readonly positions: number;
  readonly waiting: number;
}

/**
 * Counts open positions and orders that wait, by instrument, as of the engine's last snapshot. It reads all of them: whoever
 * asks keeps the answer for as long as a snapshot is the last one.
 */
export async function countOrders(db: Database, shard: number) {
  const position = await readCheckpoint(db, shard, 'engine');
  const counts = await db.$queryRaw<OrderCounts[]>`
    select "asset", sum("positions")::int as "positions", sum("waiting")::int as "waiting" from (
      select "asset", count(*) as "positions", 0 as "waiting" from "OpenOrder" where "shard" = ${shard}::int group by 1
      union all
      select "asset", 0, count(*) from "PendingOrder" where "shard" = ${shard}::int group by 1
    ) counted group by 1`;
  return { asOf: logTime(position), of: new Map(counts.map((row) => [row.asset, row])) };
}
