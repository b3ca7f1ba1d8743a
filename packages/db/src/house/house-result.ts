import type { Database, Queryable } from '../client/client.ts';
import { Prisma } from '../generated/client.ts';
import type { HistoryIds } from '../tables/old-rows.ts';
import { keptDays, lastHouseDay } from './house-days.ts';
import { houseEntries } from './house-entries.ts';

/** Days since 1970, both included. */
export interface DayRange {
  readonly from: number;
  readonly to: number;
}

/** What the house got, and out of how many entries of the ledger. */
export interface HouseSum {
  readonly amount: string;
  readonly entries: number;
}

export interface HouseResult {
  readonly total: HouseSum;
  readonly byDay?: readonly (HouseSum & { readonly day: number })[];
  /** An empty asset stands for what belongs to no known instrument. */
  readonly byAsset?: readonly (HouseSum & { readonly asset: string })[];
  /** Those out of whom the house got the most, and those to whom it lost the most. */
  readonly gains?: readonly (HouseSum & { readonly userId: string })[];
  readonly losses?: readonly (HouseSum & { readonly userId: string })[];
}

export interface HouseQuery {
  readonly shard: number;
  readonly range: DayRange;
  readonly by: 'day' | 'instrument' | 'client';
  /** Clients that are listed on each side. */
  readonly most: number;
  /** The ids of the ledger's entries of these days. */
  readonly idsOf: (range: DayRange) => HistoryIds;
  /** The day of the ledger's first entry; undefined while there is none. */
  readonly firstDay: number | undefined;
  /** So many days may be added up for one answer. */
  readonly mostDays: number;
}

/** A query whose rows have these columns. */
interface Parts {
  readonly kept: Prisma.Sql;
  readonly rest: Prisma.Sql;
}

/**
 * The house's result of some days, as of one moment. Days that were added up are read, and the others are added up now.
 *
 * @returns the first day that is not added up where too many are not.
 */
export function readHouseResult(
  db: Database,
  query: HouseQuery,
): Promise<HouseResult | { readonly notAddedUpFrom: number }> {
  const { shard, range, firstDay, mostDays, idsOf } = query;
  const read = async (tx: Queryable) => {
    const last = await lastHouseDay(tx, shard);
    const open = last === undefined ? (firstDay ?? range.to + 1) : last + 1;
    const rest = { from: Math.max(open, range.from), to: range.to };
    if (rest.to - rest.from + 1 > mostDays) return { notAddedUpFrom: rest.from };
    const entries = houseEntries(shard, rest.from > rest.to ? { from: '', before: '' } : idsOf(rest));
    return resultBy(tx, query, { kept: keptDays(TABLES[query.by], shard, range.from, range.to), rest: entries });
  };
  return db.$transaction(read, { isolationLevel: 'RepeatableRead' });
}

const TABLES = { day: 'HouseDay', instrument: 'HouseDay', client: 'HouseClientDay' } as const;

const PRINTED = Prisma.sql`round(sum("amount"), 6)::text as "amount", sum("entries")::int as "entries"`;

/** Of a client whose sums are made. */
const CLIENT = Prisma.sql`round("amount", 6)::text as "amount", "entries"::int as "entries"`;

/** Of an entry the day on which it was booked. */
const DAY = Prisma.sql`("bookedAt" / 86400000)::int`;

async function resultBy(tx: Queryable, { by, most }: HouseQuery, { kept, rest }: Parts): Promise<HouseResult> {
  const sums = (column: Prisma.Sql, ofEntry: Prisma.Sql) => Prisma.sql`
    select ${column}, "amount", "entries" from (${kept}) kept
    union all select ${ofEntry}, -sum("amount"), count(*) from (${rest}) rest group by 1`;
  if (by === 'client') return resultByClient(tx, sums(Prisma.sql`"userId"`, Prisma.sql`"userId"`), most);
  const [column, ofEntry] = by === 'day' ? [Prisma.sql`"day"`, DAY] : [Prisma.sql`"asset"`, Prisma.sql`"asset"`];
  const found = await tx.$queryRaw<(HouseSum & { day: number; asset: string })[]>`
    select ${column}, ${PRINTED} from (${sums(column, ofEntry)}) sums
    group by 1 having sum("entries") > 0 order by 1`;
  const [total] = await tx.$queryRaw<[HouseSum]>`
    select coalesce(round(sum("amount"), 6), 0.000000)::text as "amount", coalesce(sum("entries"), 0)::int as "entries"
    from (${sums(column, ofEntry)}) sums`;
  return by === 'day' ? { total, byDay: found } : { total, byAsset: found };
}

async function resultByClient(tx: Queryable, sums: Prisma.Sql, most: number): Promise<HouseResult> {
  const [found] = await tx.$queryRaw<[Required<Pick<HouseResult, 'total' | 'gains' | 'losses'>>]>`
    with clients as materialized (
      select "userId", sum("amount") as "amount", sum("entries") as "entries" from (${sums}) sums group by 1
    ),
    gains as (
      select "userId", ${CLIENT} from clients where "amount" > 0
      order by clients."amount" desc, 1 limit ${most}::int
    ),
    losses as (
      select "userId", ${CLIENT} from clients where "amount" < 0
      order by clients."amount", 1 limit ${most}::int
    )
    select
      (
        select json_build_object(
          'amount', coalesce(round(sum("amount"), 6), 0.000000)::text, 'entries', coalesce(sum("entries"), 0)
        ) from clients
      ) as "total",
      (select coalesce(json_agg(gains), '[]') from gains) as "gains",
      (select coalesce(json_agg(losses), '[]') from losses) as "losses"`;
  return found;
}
