import type { DeskParts } from '../actions/ask.ts';

/** As many are looked at in one round. */
const AT_ONCE = 100;

export interface DueAction {
  readonly id: string;
  /** Whether it is for the log: otherwise its answer has come. */
  readonly isUnsent: boolean;
}

/** Approved actions with which something is to be done, the oldest first. */
export async function dueActions({ db, keys }: Pick<DeskParts, 'db' | 'keys'>): Promise<DueAction[]> {
  return db.$queryRaw<DueAction[]>`
    select "id", "isUnsent" from (
      select action."id", action."askedAt", action."entryId" is null as "isUnsent",
        exists (select from "DeskAnswer" where "actionId" = action."id") as "isAnswered"
      from "DeskAction" action where action."shard" = ${keys.shard}::int and action."state" = 'approved'
    ) "approved"
    where "isUnsent" or "isAnswered" order by "askedAt" limit ${AT_ONCE}::int`;
}
