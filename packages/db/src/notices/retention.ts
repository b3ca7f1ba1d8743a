import type { Queryable } from '../client/client.ts';

/** For how long it is known what users were told by mail. Until then nothing is told again that is read again. */
const KEPT_DAYS = 30;

/** Deletes old notices, also those that were never told. @returns how many are gone. */
export function deleteOldNotices(db: Queryable, most: number): Promise<number> {
  return db.$executeRaw`
    delete from "Notice" where "id" in (
      select "id" from "Notice" where "createdAt" < now() - ${KEPT_DAYS} * interval '1 day'
      order by "createdAt" limit ${most}::int
    )`;
}

/** Deletes old mails. @returns how many are gone. */
export function deleteOldMails(db: Queryable, most: number): Promise<number> {
  return db.$executeRaw`
    delete from "Mail" where "id" in (
      select "id" from "Mail" where "createdAt" < now() - ${KEPT_DAYS} * interval '1 day'
      order by "createdAt" limit ${most}::int
    )`;
}
