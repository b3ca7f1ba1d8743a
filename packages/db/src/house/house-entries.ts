import { Prisma } from '../generated/client.ts';
import type { HistoryIds } from '../tables/old-rows.ts';

/**
 * The entries of the ledger that are the house's gain or loss: all but money that came, went or was set right by hand. Each
 * has the instrument of its order, where the history has it: a closing has the row of the same event, and so does an
 * opening, whose row is not kept for good.
 */
export function houseEntries(shard: number, { from, before }: HistoryIds): Prisma.Sql {
  return Prisma.sql`
    select entry."userId", entry."bookedAt", entry."amount",
      coalesce(closing."asset", opening."data"->>'asset', '') as "asset"
    from "LedgerEntry" entry
    left join "ExistingTrade" closing on closing."id" = left(entry."id", -2)
    left join "OrderEvent" opening on opening."id" = left(entry."id", -2) and entry."kind" = 'guaranteed_stop'
    where entry."shard" = ${shard}::int and entry."id" >= ${from} and entry."id" < ${before}
      and entry."kind" not in ('deposit', 'withdrawal', 'adjustment')`;
}
