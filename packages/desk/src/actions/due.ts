import type { DeskParts } from './ask.ts';

/** As many are looked at in one round. */
const AT_ONCE = 100;

export interface DueAction {
  readonly id: string;
  /** Whether it is for the log: otherwise its answer has come. */
  readonly isUnsent: boolean;
}

/** Approved actions with which something is to be done, the oldest first, and how many are approved at all. */
export async function dueActions({
  db,
  keys,
}: Pick<DeskParts, 'db' | 'keys'>): Promise<{ readonly due: DueAction[]; readonly approved: number }> {
  const rows = await db.$queryRaw<{ id: string; isUnsent: boolean; isAnswered: boolean }[]>`
    select action."id", action."entryId" is null as "isUnsent",
      exists (select from "DeskAnswer" where "actionId" = action."id") as "isAnswered"
    from "DeskAction" action
    where action."shard" = ${keys.shard}::int and action."state" = 'approved'
    order by action."askedAt" limit ${AT_ONCE}::int`;
  return { due: rows.filter(({ isUnsent, isAnswered }) => isUnsent || isAnswered), approved: rows.length };
}
