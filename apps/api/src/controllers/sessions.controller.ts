import { type Database, type EndedSession, endOtherSessions, endSession } from '@fulcrum/db';
import { Problem } from '@fulcrum/http';
import type { Session, SessionEndings } from '@fulcrum/sessions';
import type { Reply } from '../http/route.ts';
import { readSessions } from '../sign-in/read-sessions.ts';

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
    const sessions = await readSessions(this.#db, userId);
    return { status: 200, body: { sessions: sessions.map((row) => ({ ...row, isOwn: row.sessionId === own })) } };
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
    return toldEverywhere(await this.#endings.endAll(ended));
  }
}

/** Answers who has ended sessions. @param isEverywhere whether all processes know of it. */
export function toldEverywhere(isEverywhere: boolean): Reply {
  if (isEverywhere) return { status: 200, body: { message: 'Ended everywhere.' } };
  return { status: 202, body: { message: 'Ended. All servers will know it as soon as the log can be reached.' } };
}
