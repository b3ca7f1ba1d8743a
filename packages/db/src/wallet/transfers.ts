import type { Database, Queryable } from '../client/client.ts';
import { Prisma } from '../generated/client.ts';

/** The first step of a transfer. */
export interface KnownTransfer {
  readonly userId: string;
  /** `deposit`, `adjustment` or `held`. */
  readonly step: string;
  readonly amount: string;
  /** Milliseconds of log time. */
  readonly madeAt: number;
}

/** A withdrawal: what was put on hold, and how that ended. */
export interface Withdrawal {
  /** The row of its first step: withdrawals are listed by it. */
  readonly id: string;
  readonly transferId: string;
  readonly userId: string;
  readonly amount: string;
  readonly heldAt: number;
  /** `paid` or `released`; null while it waits. */
  readonly outcome: 'paid' | 'released' | null;
  readonly settledAt: number | null;
  readonly note: string | null;
}

/** Which withdrawals are listed. */
export interface WithdrawalPage {
  readonly shard: number;
  /** Absent: of all users. */
  readonly userId?: string | undefined;
  readonly transferId?: string | undefined;
  /** Those before this one. */
  readonly before?: string | undefined;
  readonly isWaiting?: boolean;
  readonly limit: number;
}

/** Whether an id was ever used, and for what: undefined if not. Whatever the recorder has not written yet is not found. */
export async function findTransfer(
  db: Queryable,
  shard: number,
  transferId: string,
): Promise<KnownTransfer | undefined> {
  const [row] = await db.$queryRaw<KnownTransfer[]>`
    select "userId", step, amount::text, "madeAt"::float8 as "madeAt" from "Transfer"
    where "transferId" = ${transferId}::uuid and "shard" = ${shard}::int order by "id" limit 1`;
  return row;
}

/** Lists withdrawals, the newest first. */
export function readWithdrawals(db: Database, { shard, userId, transferId, before, isWaiting, limit }: WithdrawalPage) {
  const ofUser = userId === undefined ? Prisma.empty : Prisma.sql`and held."userId" = ${userId}::uuid`;
  const named = transferId === undefined ? Prisma.empty : Prisma.sql`and held."transferId" = ${transferId}::uuid`;
  const behind = before === undefined ? Prisma.empty : Prisma.sql`and held."id" < ${before}`;
  const waiting = isWaiting ? Prisma.sql`and settled.step is null` : Prisma.empty;
  return db.$queryRaw<Withdrawal[]>`
    select held."id", held."transferId", held."userId", held.amount::text, held."madeAt"::float8 as "heldAt",
      settled.step as outcome, settled."madeAt"::float8 as "settledAt", settled.note
    from "Transfer" held left join lateral (
      select step, note, "madeAt" from "Transfer"
      where "transferId" = held."transferId" and "shard" = held."shard" and step in ('paid', 'released')
        and "id" > held."id"
      order by "id" limit 1
    ) settled on true
    where held."shard" = ${shard}::int and held.step = 'held' ${ofUser} ${named} ${behind} ${waiting}
    order by held."id" desc limit ${limit}::int`;
}
