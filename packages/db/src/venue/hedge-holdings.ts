import type { Queryable } from '../client/client.ts';

/** How much of an asset the hedge's account at the venue has, as decimals in text. */
export interface HedgeHolding {
  readonly asset: string;
  /** What it had when the hedge began. */
  readonly baseline: string;
  /** What it had when it was asked last. */
  readonly amount: string;
}

/** What the hedge of a shard has, by asset; none where there never was a hedge. */
export async function readHedgeHoldings(db: Queryable, shard: number): Promise<HedgeHolding[]> {
  const rows = await db.hedgeHolding.findMany({ where: { shard }, orderBy: { asset: 'asc' } });
  return rows.map(({ asset, baseline, amount }) => ({ asset, baseline: baseline.toFixed(), amount: amount.toFixed() }));
}

/** Notes what the hedge has. The first amount of an asset is its baseline for good. */
export async function noteHedgeHoldings(
  db: Queryable,
  shard: number,
  amounts: ReadonlyMap<string, string>,
): Promise<void> {
  for (const [asset, amount] of amounts)
    await db.hedgeHolding.upsert({
      where: { shard_asset: { shard, asset } },
      create: { shard, asset, baseline: amount, amount },
      update: { amount },
    });
}
