import type { Queryable } from '../client/client.ts';

/** A session that was ended before its time, and when it would have ended by itself: in seconds since 1970. */
export interface EndedSession {
  readonly sessionId: string;
  readonly expiresAt: number;
}

/** Those that would still hold, the last to end first. */
export async function readEndedSessions(db: Queryable, most: number): Promise<EndedSession[]> {
  return db.$queryRaw<EndedSession[]>`
    select "sessionId", extract(epoch from "expiresAt")::float8 as "expiresAt" from "EndedSession"
    where "expiresAt" > now() order by "expiresAt" desc limit ${most}::int`;
}

/** They go on no more for their users either. To write one again changes nothing. */
export async function writeEndedSessions(db: Queryable, sessions: readonly EndedSession[]): Promise<void> {
  const ids = sessions.map(({ sessionId }) => sessionId);
  await db.$executeRaw`
    with gone as (delete from "UserSession" where "sessionId" = any(${ids}::uuid[]))
    insert into "EndedSession" ("sessionId", "expiresAt")
    select id, to_timestamp(expires) from unnest(
      ${ids}::uuid[],
      ${sessions.map(({ expiresAt }) => expiresAt)}::float8[]) as ended (id, expires)
    on conflict do nothing`;
}
