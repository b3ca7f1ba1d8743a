import { createHash, randomBytes } from 'node:crypto';
import type { Database } from '@fulcrum/db';

const LIFETIME_MS = 15 * 60_000;

/** Links of one user that may be good at the same time: older ones end when there are more. */
const MAX_LINKS = 5;

/** Makes and takes the tokens of sign-in links. Only their hashes are kept; each holds once, for 15 minutes. */
export class SignInLinks {
  readonly #db: Database;

  constructor(db: Database) {
    this.#db = db;
  }

  /** Makes sure that there is a user with this address, and makes a token for them. */
  async create(email: string): Promise<string> {
    await this.#db.user.createMany({ data: { email }, skipDuplicates: true });
    const user = await this.#db.user.findUniqueOrThrow({ where: { email }, select: { id: true } });
    const token = randomBytes(32).toString('base64url');
    await this.#db.$transaction(async (tx) => {
      const own = { userId: user.id };
      const older = await tx.signInToken.findMany({ where: own, orderBy: { expiresAt: 'desc' }, skip: MAX_LINKS - 1 });
      await tx.signInToken.deleteMany({ where: { hash: { in: older.map(({ hash }) => hash) } } });
      await tx.signInToken.deleteMany({ where: { expiresAt: { lt: new Date() } } });
      await tx.signInToken.create({
        data: { ...own, hash: hashOf(token), expiresAt: new Date(Date.now() + LIFETIME_MS) },
      });
    });
    return token;
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

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
