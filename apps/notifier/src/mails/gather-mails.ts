import { randomUUID } from 'node:crypto';
import type { NoticeKind, Queryable } from '@fulcrum/db';
import type { NotifierParts } from '../notifier-parts.ts';
import { composeMail } from './compose-mail.ts';

/** Notices wait this long for others of their kind, so that what happens at once is told in one mail. */
const GATHERING_MS = 2_000;

/** Notices that one mail tells, and mails that one look makes. */
const MAX_NOTICES = 1_000;
const MAX_MAILS = 100;

export interface GatherParts extends Pick<NotifierParts, 'db' | 'shard'> {
  readonly mailsPerHour: number;
}

interface Due {
  readonly userId: string;
  readonly kind: NoticeKind;
  readonly address: string | null;
}

/**
 * Makes mails out of the notices that wait: one of all of a user and a kind. Whoever has had as many mails in an hour as
 * may be gets the others summed up afterwards; what goes to another address than the user's is not held up.
 */
export async function gatherMails(parts: GatherParts): Promise<void> {
  for (const due of await findDue(parts)) await parts.db.$transaction((tx) => gatherMail(tx, parts.shard, due));
}

function findDue({ db, shard, mailsPerHour }: GatherParts): Promise<Due[]> {
  return db.$queryRaw<Due[]>`
    select "userId", kind, address from "Notice"
    where "mailId" is null and shard = ${shard}::int
    group by "userId", kind, address
    having min("createdAt") < now() - ${GATHERING_MS} * interval '1 millisecond' and (
      address is not null
      or (
        select count(*) from "Mail" where "Mail"."userId" = "Notice"."userId" and "Mail".address is null
          and "Mail"."createdAt" > now() - interval '1 hour'
      ) < ${mailsPerHour}::int)
    limit ${MAX_MAILS}::int`;
}

/** The notices and their mail are written in one transaction, so that each is told by one mail. */
async function gatherMail(tx: Queryable, shard: number, { userId, kind, address }: Due): Promise<void> {
  const id = randomUUID();
  const told = await tx.$queryRaw<{ id: string; count: number; lines: string[] }[]>`
    update "Notice" set "mailId" = ${id}::uuid
    where id in (
      select id from "Notice"
      where "mailId" is null and shard = ${shard}::int and "userId" = ${userId}::uuid and kind = ${kind}
        and address is not distinct from ${address}::text
      order by "createdAt", id limit ${MAX_NOTICES}::int for update skip locked)
    returning id, count, lines`;
  if (told.length === 0) return;
  const count = told.reduce((sum, notice) => sum + notice.count, 0);
  const lines = told.flatMap((notice) => notice.lines).sort();
  await tx.mail.create({ data: { id, shard, userId, address, ...composeMail(kind, count, lines) } });
}
