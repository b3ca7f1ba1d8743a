import type { Queryable } from '../client/client.ts';

/** What the clients' open orders of an instrument add up to on one side. Quantities are decimals in text. */
export interface OpenQuantity {
  readonly asset: string;
  readonly side: 'buy' | 'sell';
  readonly quantity: string;
  /** The sum of quantity times opening price. */
  readonly cost: string;
  readonly positions: number;
}

export interface OpenQuantities {
  /** The engine's checkpoint: the last command that is in the sums. */
  readonly position: string;
  /** When a loss of the log was found last, in milliseconds since 1970; 0 if there never was one. */
  readonly lossFoundAt: number;
  /** Whether commands were lost directly behind this snapshot. */
  readonly isBeforeLoss: boolean;
  /** All instruments, by name, also those without an order. */
  readonly assets: readonly string[];
  readonly open: readonly OpenQuantity[];
}

interface Found {
  readonly position: string | null;
  readonly lossFoundAt: number;
  readonly isBeforeLoss: boolean;
  readonly assets: readonly string[];
  readonly open: readonly OpenQuantity[];
}

/** Adds up the open orders of a shard's last snapshot. It is one statement, which sees one moment of the database. */
export async function readOpenQuantities(db: Queryable, shard: number): Promise<OpenQuantities> {
  const [found] = await db.$queryRaw<[Found]>`
    with stands as (select "position" from "Checkpoint" where "shard" = ${shard}::int and "reader" = 'engine'),
    sums as (
      select "asset", "side", sum("quantity")::text as "quantity",
        trim_scale(sum("quantity" * "openPrice"))::text as "cost", count(*)::int as "positions"
      from "OpenOrder"
      where "shard" = ${shard}::int group by "asset", "side"
    )
    select
      (select "position" from stands) as "position",
      (select coalesce(max("foundAt"), 0)::float8 from "Loss" where "shard" = ${shard}::int) as "lossFoundAt",
      exists (
        select from "Loss" where "shard" = ${shard}::int and "after" = (select "position" from stands)
      ) as "isBeforeLoss",
      (
        select coalesce(json_agg("asset" order by "asset"), '[]') from "Instrument" where "shard" = ${shard}::int
      ) as "assets",
      (select coalesce(json_agg(sums), '[]') from sums) as "open"`;
  return { ...found, position: found.position ?? '0-0' };
}

/** When a loss of a shard's log was found last, in milliseconds since 1970; 0 if there never was one. */
export async function lastLossFoundAt(db: Queryable, shard: number): Promise<number> {
  const { _max } = await db.loss.aggregate({ where: { shard }, _max: { foundAt: true } });
  return Number(_max.foundAt ?? 0);
}
