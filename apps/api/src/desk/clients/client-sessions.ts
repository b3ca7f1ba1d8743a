import { type Database, endAllSessions, endSession } from '@fulcrum/db';
import { type Actor, appendAudit, staffRole } from '@fulcrum/desk';
import { Problem } from '@fulcrum/http';
import type { SessionEndings } from '@fulcrum/sessions';
import { toldEverywhere } from '../../controllers/sessions.controller.ts';
import type { Reply } from '../../http/route.ts';
import { readSessions } from '../../sign-in/read-sessions.ts';

/** Which sessions staff end, and why. */
export interface Ending {
  /** Undefined: all that the client has. */
  readonly sessionId?: string | undefined;
  readonly reason: string;
}

export interface ClientSessionsParts {
  readonly db: Database;
  readonly endings: Pick<SessionEndings, 'endAll'>;
}

/** The sessions of clients, as staff see them and end them. */
export class ClientSessions {
  readonly #parts: ClientSessionsParts;

  constructor(parts: ClientSessionsParts) {
    this.#parts = parts;
  }

  async list(userId: string): Promise<Reply> {
    return { status: 200, body: { sessions: await readSessions(this.#parts.db, userId) } };
  }

  /** Ends sessions at once everywhere, and adds it to the audit log. */
  async end(actor: Actor, userId: string, { sessionId, reason }: Ending): Promise<Reply> {
    const { db, endings } = this.#parts;
    await this.#requireMay(actor, userId);
    const ended = await db.$transaction(async (tx) => {
      const ended =
        sessionId === undefined ? await endAllSessions(tx, userId) : await endSession(tx, userId, sessionId);
      if (ended.length === 0) throw new Problem(404, 'unknown_session', 'This client has no such session.');
      const after = { ended: ended.map((session) => session.sessionId) };
      await appendAudit(tx, actor, { act: 'end-sessions', subject: userId, content: { reason, after } });
      return ended;
    });
    return toldEverywhere(await endings.endAll(ended));
  }

  /** Nobody acts upon their own account here, and support keeps nobody of the staff from working. */
  async #requireMay({ id, role }: Actor, userId: string): Promise<void> {
    if (id === userId)
      throw new Problem(403, 'own_account', 'Nobody acts upon their own account at the desk: use your own settings.');
    if (role === 'support' && (await staffRole(this.#parts.db, userId)) !== undefined)
      throw new Problem(403, 'role_may_not', 'Sessions of staff are not for the role support.');
  }
}
