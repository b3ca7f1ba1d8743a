import type { Database } from '@fulcrum/db';
import { deviceName } from '@fulcrum/sessions';

/** A user's sessions that go on, the newest first. There are never many of one user. */
export async function readSessions(db: Database, userId: string) {
  const where = { userId, expiresAt: { gt: new Date() } };
  const rows = await db.userSession.findMany({ where, orderBy: { startedAt: 'desc' } });
  return rows.map(({ sessionId, userAgent, address, isByLink, startedAt, lastUsedAt, expiresAt }) => ({
    ...{ sessionId, device: deviceName(userAgent), userAgent, address, isByLink },
    ...{ startedAt: startedAt.getTime(), lastUsedAt: lastUsedAt.getTime(), expiresAt: expiresAt.getTime() },
  }));
}
