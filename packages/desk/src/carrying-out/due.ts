import { Prisma } from '@fulcrum/db';
import type { DeskParts } from '../actions/ask.ts';

/** As many are read at a time. */
const AT_ONCE = 100;

export interface DueAction {
  readonly id: string;
  /** Whether it is for the log: otherwise its answer has come. */
  readonly isUnsent: boolean;
}

type Found = DueAction & { readonly askedAt: Date };

/** Approved actions with which something is to be done, the oldest first. Those that have to wait hold up no others. */
export async function* dueActions({ db, keys }: Pick<DeskParts, 'db' | 'keys'>): AsyncGenerator<DueAction, void> {
  let last: Found | undefined;
  do {
    const behind =
      last === undefined ? Prisma.empty : Prisma.sql`and ("askedAt", "id") > (${last.askedAt}, ${last.id}::uuid)`;
    const found: Found[] = await db.$queryRaw`
      select "id", "isUnsent", "askedAt" from (
        select action."id", action."askedAt", action."entryId" is null as "isUnsent",
          exists (select from "DeskAnswer" where "actionId" = action."id") as "isAnswered"
        from "DeskAction" action where action."shard" = ${keys.shard}::int and action."state" = 'approved'
      ) "approved"
      where ("isUnsent" or "isAnswered") ${behind} order by "askedAt", "id" limit ${AT_ONCE}::int`;
    yield* found;
    last = found.length < AT_ONCE ? undefined : found.at(-1);
  } while (last !== undefined);
}
