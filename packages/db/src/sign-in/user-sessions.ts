import type { Queryable } from '../client/client.ts';
import { type EndedSession, writeEndedSessions } from './ended-sessions.ts';

/** The most sessions of one user that go on. The oldest ends when there are more. */
const MAX_SESSIONS = 200;

/** A session that begins. */
export interface BegunSession {
  readonly sessionId: string;
  readonly userId: string;
  readonly isByLink: boolean;
  readonly userAgent: string;
  readonly address: string;
  readonly startedAt: Date;
  readonly expiresAt: Date;
}

/** Notes a session that begins. @returns those that end by it: all processes have to be told. */
export async function beginSession(tx: Queryable, session: BegunSession): Promise<EndedSession[]> {
  await tx.userSession.create({ data: { ...session, lastUsedAt: session.startedAt } });
  const { userId } = session;
  const tooMany = await tx.userSession.findMany({
    where: { userId },
    orderBy: { startedAt: 'desc' },
    skip: MAX_SESSIONS,
  });
  return noteEnded(tx, tooMany);
}

/** Writes when sessions were last used, in milliseconds since 1970. A session that is gone is left out. */
export async function writeSessionUses(
  db: Queryable,
  uses: readonly { readonly id: string; readonly usedAt: number }[],
): Promise<void> {
  await db.$executeRaw`
    update "UserSession" set "lastUsedAt" = greatest("lastUsedAt", to_timestamp(used.at))
    from unnest(${uses.map(({ id }) => id)}::uuid[], ${uses.map(({ usedAt }) => usedAt / 1_000)}::float8[]) as used (id, at)
    where "UserSession"."sessionId" = used.id`;
}

/** Notes the end of all sessions of a user but one. @returns those that end: all processes have to be told. */
export async function endOtherSessions(tx: Queryable, userId: string, sessionId: string): Promise<EndedSession[]> {
  return noteEnded(tx, await tx.userSession.findMany({ where: { userId, sessionId: { not: sessionId } } }));
}

async function noteEnded(
  tx: Queryable,
  sessions: readonly { readonly sessionId: string; readonly expiresAt: Date }[],
): Promise<EndedSession[]> {
  const ended = sessions.map(({ sessionId, expiresAt }) => ({ sessionId, expiresAt: expiresAt.getTime() / 1_000 }));
  await writeEndedSessions(tx, ended);
  return ended;
}

/** Notes the end of one session of a user. @returns it, or nothing where the user has no such session. */
export async function endSession(tx: Queryable, userId: string, sessionId: string): Promise<EndedSession[]> {
  return noteEnded(tx, await tx.userSession.findMany({ where: { userId, sessionId } }));
}

/** Notes the end of all sessions of a user. @returns those that end: all processes have to be told. */
export async function endAllSessions(tx: Queryable, userId: string): Promise<EndedSession[]> {
  return noteEnded(tx, await tx.userSession.findMany({ where: { userId } }));
}
