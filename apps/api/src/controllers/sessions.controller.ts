import { type Database, type EndedSession, endOtherSessions, endSession } from '@fulcrum/db';
import { Problem } from '@fulcrum/http';
import { deviceName, type Session, type SessionEndings } from '@fulcrum/sessions';
import type { Reply } from '../http/route.ts';

/** The sessions of users, as they see them and end them. */
export class SessionsController {
  readonly #db: Database;
  readonly #endings: Pick<SessionEndings, 'endAll'>;

  constructor(db: Database, endings: Pick<SessionEndings, 'endAll'>) {
    this.#db = db;
    this.#endings = endings;
  }

  /** The newest first. */
  async list({ userId, sessionId: own }: Session): Promise<Reply> {
    const where = { userId, expiresAt: { gt: new Date() } };
    const rows = await this.#db.userSession.findMany({ where, orderBy: { startedAt: 'desc' } });
    const sessions = rows.map(({ sessionId, userAgent, address, isByLink, startedAt, lastUsedAt, expiresAt }) => ({
      ...{ sessionId, isOwn: sessionId === own, device: deviceName(userAgent), userAgent, address, isByLink },
      ...{ startedAt: startedAt.getTime(), lastUsedAt: lastUsedAt.getTime(), expiresAt: expiresAt.getTime() },
    }));
    return { status: 200, body: { sessions } };
  }

  async end({ userId }: Session, sessionId: string): Promise<Reply> {
    const ended = await this.#db.$transaction((tx) => endSession(tx, userId, sessionId));
    if (ended.length === 0) throw new Problem(404, 'unknown_session', 'You have no such session.');
    return this.#tell(ended);
  }

  async endOthers({ userId, sessionId }: Session): Promise<Reply> {
    return this.#tell(await this.#db.$transaction((tx) => endOtherSessions(tx, userId, sessionId)));
  }

  async #tell(ended: readonly EndedSession[]): Promise<Reply> {
    if (await this.#endings.endAll(ended)) return { status: 200, body: { message: 'Ended everywhere.' } };
    return { status: 202, body: { message: 'Ended. All servers will know it as soon as the log can be reached.' } };
  }
}
