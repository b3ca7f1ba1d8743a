import type { Database, Queryable } from '../client/client.ts';
import { Prisma } from '../generated/client.ts';
import type { BulkTable } from '../tables/bulk-rows.ts';
import type { HistoryIds } from '../tables/old-rows.ts';
import { houseEntries } from './house-entries.ts';

/**
 * The house's results of days that are over, added up once. Whoever deletes rows of the ledger deletes those of their days
 * as well, in the same transaction and in this order: it then waits for a day that is being added up.
 */
export const HOUSE_TABLES: readonly BulkTable[] = [
  { name: 'HouseDay', columns: [['day', 'integer']] },
  { name: 'HouseClientDay', columns: [['day', 'integer']] },
];

const DAY_MS = 86_400_000;

/** Days are counted since 1970, in UTC. */
export function dayOfTime(timeMs: number): number {
  return Math.floor(timeMs / DAY_MS);
}

/** When a day begins, in milliseconds since 1970. */
export function beginningOfDay(day: number): number {
  return day * DAY_MS;
}

/** The last day that was added up, where there is one. All before it were, back to the first with an entry. */
export async function lastHouseDay(db: Queryable, shard: number): Promise<number | undefined> {
  const { _max } = await db.houseDay.aggregate({ where: { shard }, _max: { day: true } });
  return _max.day ?? undefined;
}

/**
 * Adds up a day that is over and has all its entries.
 *
 * @param ids of the day's entries.
 * @returns whether it did: another process may have been first.
 */
export async function addUpHouseDay(db: Database, shard: number, day: number, ids: HistoryIds): Promise<boolean> {
  return db.$transaction(async (tx) => {
    // Nobody deletes sums meanwhile, and nobody else adds one up. Whoever deletes entries deletes sums behind them.
    await tx.$executeRaw`lock table "HouseDay" in share row exclusive mode`;
    const last = await lastHouseDay(tx, shard);
    if (last !== undefined && last >= day) return false;
    await tx.$executeRaw`
      with entries as materialized (${houseEntries(shard, ids)}),
      by_asset as (
        insert into "HouseDay" ("shard", "day", "asset", "amount", "entries")
        select ${shard}::int, ${day}::int, "asset", -sum("amount"), sum("counted") from (
          select "asset", "amount", 1 as "counted" from entries union all select '', 0, 0
        ) some_day group by "asset"
      )
      insert into "HouseClientDay" ("shard", "day", "userId", "amount", "entries")
      select ${shard}::int, ${day}::int, "userId", -sum("amount"), count(*) from entries group by "userId"`;
    return true;
  });
}

/** The days that were added up, from a day to another, both included. */
export function keptDays(table: 'HouseDay' | 'HouseClientDay', shard: number, from: number, to: number): Prisma.Sql {
  const name = Prisma.raw(`"${table}"`);
  return Prisma.sql`select * from ${name} where "shard" = ${shard}::int and "day" between ${from}::int and ${to}::int`;
}
