import type { Database, Queryable } from '../client/client.ts';
import { DEVICE_DAYS } from './known-devices.ts';
import { NEVER_USED } from './never-used.ts';

/**
 * Deletes sign-in tokens that have expired.
 *
 * @returns how many are gone.
 */
export function deleteUnusedTokens(db: Queryable, most: number): Promise<number> {
  return db.$executeRaw`
    delete from "SignInToken" where "hash" in (
      select "hash" from "SignInToken" where "expiresAt" < now() order by "expiresAt" limit ${most}::int
    )`;
}

/**
 * Deletes ended sessions that would have ended by themselves by now.
 *
 * @returns how many are gone.
 */
export function deleteEndedSessions(db: Queryable, most: number): Promise<number> {
  return db.$executeRaw`
    delete from "EndedSession" where "sessionId" in (
      select "sessionId" from "EndedSession" where "expiresAt" < now() order by "expiresAt" limit ${most}::int
    )`;
}

/**
 * Deletes sessions that have ended by themselves.
 *
 * @returns how many are gone.
 */
export function deleteOverSessions(db: Queryable, most: number): Promise<number> {
  return db.$executeRaw`
    delete from "UserSession" where "sessionId" in (
      select "sessionId" from "UserSession" where "expiresAt" < now() order by "expiresAt" limit ${most}::int
    )`;
}

/**
 * Deletes devices in which their users have not signed in for long.
 *
 * @returns how many are gone.
 */
export function deleteOldDevices(db: Queryable, most: number): Promise<number> {
  return db.$executeRaw`
    delete from "KnownDevice" where ("userId", "hash") in (
      select "userId", "hash" from "KnownDevice"
      where "seenAt" < now() - ${DEVICE_DAYS} * interval '1 day' order by "seenAt" limit ${most}::int
    )`;
}

/**
 * Deletes changes of an e-mail address of before yesterday, which count towards no limit any more.
 *
 * @returns how many are gone.
 */
export function deleteOldEmailChanges(db: Queryable, most: number): Promise<number> {
  return db.$executeRaw`
    delete from "EmailChange" where "id" in (
      select "id" from "EmailChange" where "createdAt" < now() - interval '2 days' order by "createdAt" limit ${most}::int
    )`;
}

/**
 * Deletes users that are this old and were never used, unless a link of theirs is still valid. Their rows are locked
 * first. A request for a link that comes meanwhile waits, and then creates its user again.
 *
 * @returns how many are gone.
 */
export function deleteUnusedUsers(db: Database, olderThanMs: number, most: number): Promise<number> {
  return db.$transaction(async (tx) => {
    const rows = await tx.$queryRaw<{ id: string }[]>`
      select "id" from "User"
      where ${NEVER_USED} and "createdAt" < now() - ${olderThanMs} * interval '1 millisecond'
        and not exists (select from "SignInToken" where "userId" = "User"."id" and "expiresAt" >= now())
      limit ${most}::int
      for update skip locked`;
    return tx.$executeRaw`
      delete from "User"
      where "id" = any(${rows.map(({ id }) => id)}::uuid[]) and ${NEVER_USED}
        and not exists (select from "SignInToken" where "userId" = "User"."id" and "expiresAt" >= now())`;
  });
}
