import { type Database, Prisma, readCheckpoint } from '@fulcrum/db';
import type { GroupSettings, Settings } from '@fulcrum/desk';
import { logTime } from '@fulcrum/log';

interface OfAsset {
  readonly orders: number;
  readonly aboveMaxLeverage: number;
  readonly outsideQuantities: number;
  readonly guaranteedStops: number;
}

/** Counts the orders of the last snapshot that a change would touch. Nobody is named: there may be a million. */
export class TouchedOrders {
  readonly #db: Database;
  readonly #shard: number;

  constructor(db: Database, shard: number) {
    this.#db = db;
    this.#shard = shard;
  }

  /** The log time of the snapshot, in milliseconds. */
  async asOf(): Promise<number> {
    return logTime(await readCheckpoint(this.#db, this.#shard, 'engine'));
  }

  async ofInstrument(wanted: Settings) {
    const [positions, pending, accounts] = await Promise.all([
      this.#ofAsset(Prisma.sql`"OpenOrder"`, wanted),
      this.#ofAsset(Prisma.sql`"PendingOrder"`, wanted),
      this.#accounts(Prisma.sql`and "asset" = ${wanted.asset}`),
    ]);
    const both = (name: keyof OfAsset) => ({ positions: positions[name], pendingOrders: pending[name] });
    return {
      ...both('orders'),
      accounts,
      aboveMaxLeverage: both('aboveMaxLeverage'),
      outsideQuantities: both('outsideQuantities'),
      guaranteedStops: both('guaranteedStops'),
    };
  }

  async #ofAsset(table: Prisma.Sql, { asset, maxLeverage, minQuantity, maxQuantity }: Settings): Promise<OfAsset> {
    const [found] = await this.#db.$queryRaw<[OfAsset]>`
      select count(*)::int as "orders",
        (count(*) filter (where "leverage" > ${maxLeverage}::int))::int as "aboveMaxLeverage",
        (count(*) filter (where "quantity" not between ${minQuantity}::numeric and ${maxQuantity}::numeric))::int
          as "outsideQuantities",
        (count(*) filter (where "stopKind" = 'guaranteed'))::int as "guaranteedStops"
      from ${table} where "shard" = ${this.#shard}::int and "asset" = ${asset}`;
    return found;
  }

  async #accounts(which: Prisma.Sql): Promise<number> {
    const [{ count }] = await this.#db.$queryRaw<[{ count: number }]>`
      select count(*)::int as "count" from (
        select "userId" from "OpenOrder" where "shard" = ${this.#shard}::int ${which}
        union select "userId" from "PendingOrder" where "shard" = ${this.#shard}::int ${which}
      ) users`;
    return count;
  }

  async ofLimits({ maxOpenOrders, maxNotional, maxTotalNotional }: GroupSettings) {
    const [[found], withOrders] = await Promise.all([
      this.#db.$queryRaw<[Record<'accounts' | `above${string}`, number>]>`
        with "sums" as (
          select "userId", count(*) as "orders", sum("quantity" * "openPrice") as "notional" from "OpenOrder"
          where "shard" = ${this.#shard}::int group by "userId", "asset"
        ), "users" as (
          select sum("orders") as "orders", max("notional") as "most", sum("notional") as "total" from "sums" group by "userId"
        )
        select count(*)::int as "accounts",
          (count(*) filter (where "orders" > ${maxOpenOrders ?? null}::int))::int as "aboveMaxOpenOrders",
          (count(*) filter (where "most" > ${maxNotional ?? null}::numeric))::int as "aboveMaxNotional",
          (count(*) filter (where "total" > ${maxTotalNotional ?? null}::numeric))::int as "aboveMaxTotalNotional"
        from "users"`,
      this.#accounts(Prisma.empty),
    ]);
    return { ...found, withOrders };
  }
}
