import { createHash, randomBytes } from 'node:crypto';
import type { Database, Queryable } from '@fulcrum/db';

/** How long somebody may look for their phone. */
export const CHALLENGE_MS = 10 * 60_000;

/** Codes that may be named for one challenge. Then it takes another link, or the password once more. */
const MAX_TRIES = 5;

/** Who has signed in, but for the code. */
export interface Challenged {
  readonly id: string;
  readonly email: string;
  readonly isByLink: boolean;
}

/** Sign-ins that wait for the code of a second factor. Whoever has the token of one has shown who they are otherwise. */
export class Challenges {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** @returns the token that names it. */
  async create(tx: Queryable, { id, isByLink }: Omit<Challenged, 'email'>): Promise<string> {
    const token = randomBytes(32).toString('base64url');
    await tx.challenge.deleteMany({ where: { expiresAt: { lt: new Date() } } });
    const expiresAt = new Date(Date.now() + CHALLENGE_MS);
    await tx.challenge.create({ data: { hash: hashOf(token), userId: id, isByLink, expiresAt } });
    return token;
  }

  /** Whether a code may be named for it. */
  async isGood(token: string): Promise<boolean> {
    return (await this.#db.challenge.count({ where: good(token) })) === 1;
  }

  /** Whose it is. It stays good. */
  async find(token: string): Promise<Challenged | undefined> {
    const found = await this.#db.challenge.findFirst({ where: good(token), include: { user: true } });
    return found === null ? undefined : { id: found.userId, email: found.user.email, isByLink: found.isByLink };
  }

  /** Counts a code before it is looked at, so that many at once are no more than one after the other. */
  async count(token: string): Promise<boolean> {
    const { count } = await this.#db.challenge.updateMany({
      where: good(token),
      data: { failures: { increment: 1 } },
    });
    return count === 1;
  }

  /** Uses it up. @returns false when somebody else did, or the password was changed meanwhile. */
  async take(tx: Queryable, token: string): Promise<boolean> {
    const where = { hash: hashOf(token), expiresAt: { gt: new Date() } };
    return (await tx.challenge.deleteMany({ where })).count === 1;
  }
}

function good(token: string) {
  return { hash: hashOf(token), failures: { lt: MAX_TRIES }, expiresAt: { gt: new Date() } };
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
