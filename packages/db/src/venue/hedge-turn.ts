import type { Queryable } from '../client/client.ts';

/**
 * Takes the turn of a shard's hedge, or keeps it: for so long, by the database's clock, nobody else gets it.
 *
 * @returns false while another one has it.
 */
export async function takeHedgeTurn(db: Queryable, shard: number, holder: string, forMs: number): Promise<boolean> {
  const taken = await db.$executeRaw`
    INSERT INTO "HedgeTurn" ("shard", "holder", "until")
    VALUES (${shard}, ${holder}::uuid, clock_timestamp() + ${forMs} * interval '1 millisecond')
    ON CONFLICT ("shard") DO UPDATE SET "holder" = EXCLUDED."holder", "until" = EXCLUDED."until"
    WHERE "HedgeTurn"."holder" = EXCLUDED."holder" OR "HedgeTurn"."until" < clock_timestamp()`;
  return taken === 1;
}

/** Gives the turn back, so that the next one need not wait for its end. */
export async function leaveHedgeTurn(db: Queryable, shard: number, holder: string): Promise<void> {
  await db.hedgeTurn.deleteMany({ where: { shard, holder } });
}
