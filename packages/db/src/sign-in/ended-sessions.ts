import type { Database, Queryable } from '../client/client.ts';

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

/** To write one again changes nothing. */
export async function writeEndedSessions(db: Database, sessions: readonly EndedSession[]): Promise<void> {
  await db.$executeRaw`
    insert into "EndedSession" ("sessionId", "expiresAt")
    select id, to_timestamp(expires) from unnest(
      ${sessions.map(({ sessionId }) => sessionId)}::uuid[],
      ${sessions.map(({ expiresAt }) => expiresAt)}::float8[]) as ended (id, expires)
    on conflict do nothing`;
}
