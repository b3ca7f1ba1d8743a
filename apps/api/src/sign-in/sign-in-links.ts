import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Database, Queryable } from '@fulcrum/db';

export const LINK_LIFETIME_MS = 15 * 60_000;

/** Links of one user in fifteen minutes. */
const MAX_LINKS = 5;

/** Makes and takes the tokens of sign-in links. Only their hashes are kept; each holds once, for 15 minutes. */
export class SignInLinks {
  readonly #db: Database;
  readonly #endsOldest: boolean;

  /**
   * @param endsOldest whether a new link ends the oldest when there are too many. Otherwise it is refused, so that
   *   nobody can flood another's inbox or end the link that they wait for.
   */
  constructor(db: Database, endsOldest: boolean) {
    this.#db = db;
    this.#endsOldest = endsOldest;
  }

  /**
   * Makes sure that there is a user with this address, and makes a token for them.
   *
   * @returns undefined when the user has had too many.
   */
  async create(email: string): Promise<string | undefined> {
    const token = randomBytes(32).toString('base64url');
    return this.#db.$transaction(async (tx) => {
      const own = { userId: await lockUser(tx, email) };
      await tx.signInToken.deleteMany({ where: { expiresAt: { lt: new Date() } } });
      const older = await tx.signInToken.findMany({ where: own, orderBy: { expiresAt: 'desc' }, skip: MAX_LINKS - 1 });
      if (older.length > 0 && !this.#endsOldest) return undefined;
      await tx.signInToken.deleteMany({ where: { hash: { in: older.map(({ hash }) => hash) } } });
      const expiresAt = new Date(Date.now() + LINK_LIFETIME_MS);
      await tx.signInToken.create({ data: { ...own, hash: hashOf(token), expiresAt } });
      return token;
    });
  }

  /** @returns the user whose good token it is; the token stays good. */
  async find(token: string): Promise<{ id: string; email: string } | undefined> {
    const where = { hash: hashOf(token), usedAt: null, expiresAt: { gt: new Date() } };
    const found = await this.#db.signInToken.findFirst({
      where,
      select: { user: { select: { id: true, email: true } } },
    });
    return found?.user;
  }

  /** Uses a token up. Of several who try at once, one succeeds. */
  async use(token: string): Promise<boolean> {
    const where = { hash: hashOf(token), usedAt: null, expiresAt: { gt: new Date() } };
    const used = await this.#db.signInToken.updateMany({ where, data: { usedAt: new Date() } });
    return used.count === 1;
  }
}

/**
 * Makes sure that there is a user with this address, and holds their row until the transaction ends, so that requests
 * for one address are counted one after the other. A row is written either way: a known address and a new one cost
 * the same, and nobody can tell them apart by the time that the answer takes.
 */
async function lockUser(tx: Queryable, email: string): Promise<string> {
  const [user] = await tx.$queryRaw<{ id: string }[]>`
    insert into "User" (id, email) values (${randomUUID()}::uuid, ${email})
    on conflict (email) do update set email = excluded.email
    returning id`;
  if (user === undefined) throw new Error('the user was neither found nor made');
  return user.id;
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
