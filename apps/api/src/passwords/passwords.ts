import {
  type Database,
  type EndedSession,
  endOtherSessions,
  forgetOtherDevices,
  type Queryable,
  voidEmailChanges,
} from '@fulcrum/db';
import type { Session } from '@fulcrum/sessions';

/** How long after signing in with a link a password may be set without the present one. */
const FRESH_MS = 15 * 60_000;

/** A user, as far as signing in needs them. */
export interface PasswordOwner {
  readonly id: string;
  readonly email: string;
  readonly passwordHash: string | null;
}

const select = { id: true, email: true, passwordHash: true } as const;

/** The hashes of the users' passwords. */
export class Passwords {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  async find(email: string): Promise<PasswordOwner | undefined> {
    return (await this.#db.user.findUnique({ where: { email }, select })) ?? undefined;
  }

  async ofUser(id: string): Promise<PasswordOwner | undefined> {
    return (await this.#db.user.findUnique({ where: { id }, select })) ?? undefined;
  }

  /** Whether a session began with a link shortly before: then whoever has it reads the user's mail. */
  async isFreshByLink({ userId, sessionId }: Session): Promise<boolean> {
    const since = new Date(Date.now() - FRESH_MS);
    const where = { sessionId, userId, isByLink: true, startedAt: { gt: since } };
    return (await this.#db.userSession.count({ where })) === 1;
  }

  /**
   * Notes that a user signed in with their password.
   *
   * @param alongside is done in the same transaction.
   * @returns false when the password was changed meanwhile.
   */
  async use(owner: PasswordOwner, alongside: (tx: Queryable) => Promise<void>): Promise<boolean> {
    return this.#db.$transaction(async (tx) => {
      if (!(await isStill(tx, owner))) return false;
      await tx.user.updateMany({ where: { id: owner.id }, data: { lastLoggedIn: new Date() } });
      await alongside(tx);
      return true;
    });
  }

  /**
   * Sets a password, ends the user's other sessions and forgets their other devices. A session that begins meanwhile with the former password waits
   * for this, and is refused.
   *
   * @param own the session and the device that stay.
   * @returns the sessions that end, or undefined when the password was changed meanwhile.
   */
  async set(
    owner: PasswordOwner,
    own: { readonly sessionId: string; readonly deviceHash: string | undefined },
    passwordHash: string,
  ): Promise<EndedSession[] | undefined> {
    return this.#db.$transaction(async (tx) => {
      if (!(await isStill(tx, owner))) return undefined;
      await tx.user.updateMany({ where: { id: owner.id }, data: { passwordHash } });
      // Who named the former password may have been about to name the code, or to change the address.
      await tx.challenge.deleteMany({ where: { userId: owner.id } });
      await voidEmailChanges(tx, owner.id);
      await forgetOtherDevices(tx, owner.id, own.deviceHash);
      return endOtherSessions(tx, owner.id, own.sessionId);
    });
  }
}

/** Holds the user's row until the transaction ends. @returns whether the password is still the one that was read. */
async function isStill(tx: Queryable, { id, passwordHash }: PasswordOwner): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    select from "User" where id = ${id}::uuid and "passwordHash" is not distinct from ${passwordHash}::text for update`;
  return rows.length === 1;
}
