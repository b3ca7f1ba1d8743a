import { createHash, randomBytes, randomUUID } from 'node:crypto';
import type { Database, Queryable } from '@fulcrum/db';
import { MAIL_LIMIT_MS } from './mailer.ts';

const LINK_LIFETIME_MS = 15 * 60_000;

/** Links of one user in fifteen minutes. */
const MAX_LINKS = 5;

/**
 * A link counts from when it is made until its mail is done with, but no longer than this: a process that ends meanwhile
 * may keep nobody out.
 */
export const UNDER_WAY_MS = 2 * MAIL_LIMIT_MS;

/** A link's token. Or, of a user who has had too many: whether all were sent, or some are still on their way. */
export type NewLink = { readonly token: string } | { readonly token?: never; readonly refused: 'sent' | 'under_way' };

/** Tokens that are remembered because PostgreSQL failed while they were used. Beyond it the oldest are forgotten. */
const MAX_UNSURE = 10_000;

/** Makes and takes the tokens of sign-in links. Only their hashes are kept; each holds once, for 15 minutes. */
export class SignInLinks {
  readonly #db: Database;
  readonly #shard: number;
  readonly #endsOldest: boolean;
  /** When tokens were to be used, where PostgreSQL did not say whether they were: then it was for nobody. */
  readonly #unsure = new Map<string, Date>();
  #lastMoment = 0;

  /**
   * @param shard that keeps the accounts of new users.
   * @param endsOldest whether a new link ends the oldest when there are too many. Otherwise it is refused, so that
   *   nobody can flood another's inbox or end the link that they wait for.
   */
  constructor(db: Database, shard: number, endsOldest: boolean) {
    this.#db = db;
    this.#shard = shard;
    this.#endsOldest = endsOldest;
  }

  /** Makes sure that there is a user with this address, and makes a token for them. */
  async create(email: string): Promise<NewLink> {
    const token = randomBytes(32).toString('base64url');
    return this.#db.$transaction(async (tx) => {
      const own = { userId: await lockUser(tx, this.#shard, email) };
      await tx.signInToken.deleteMany({ where: { expiresAt: { lt: new Date() } } });
      if (this.#endsOldest) await deleteOldest(tx, own);
      const refused = this.#endsOldest ? undefined : await whyTooMany(tx, own);
      if (refused !== undefined) return { refused };
      const expiresAt = new Date(Date.now() + LINK_LIFETIME_MS);
      await tx.signInToken.create({ data: { ...own, hash: hashOf(token), expiresAt } });
      return { token };
    });
  }

  /** Notes that the mail server has the link, or may have it. */
  async noteSent(token: string): Promise<void> {
    await this.#db.signInToken.updateMany({ where: { hash: hashOf(token) }, data: { sentAt: new Date() } });
  }

  /** Takes a token back that nobody was told of. It counts no more. */
  async withdraw(token: string): Promise<void> {
    await this.#db.signInToken.deleteMany({ where: { hash: hashOf(token) } });
  }

  /** @returns the user whose good token it is; the token stays good. */
  async find(token: string): Promise<{ id: string; email: string } | undefined> {
    const found = await this.#db.signInToken.findFirst({
      where: this.#good(hashOf(token)),
      select: { user: { select: { id: true, email: true } } },
    });
    return found?.user;
  }

  /**
   * Uses a token up, and notes that its user signed in. Of several who try at once, one succeeds. After a failure the
   * token is still good: what PostgreSQL had not confirmed to this process is undone, or known to have been for nobody.
   */
  async use(token: string): Promise<boolean> {
    const hash = hashOf(token);
    const where = this.#good(hash);
    const usedAt = this.#nextMoment();
    try {
      return await this.#db.$transaction(async (tx) => {
        const owner = await tx.signInToken.findFirst({ where, select: { userId: true } });
        if (owner === null) return false;
        // The user first, as when a link is made: in the other order the two could wait for each other.
        await tx.user.updateMany({ where: { id: owner.userId }, data: { lastLoggedIn: usedAt } });
        const used = await tx.signInToken.updateMany({ where, data: { usedAt } });
        return used.count === 1;
      });
    } catch (error) {
      this.#noteUnsure(hash, usedAt);
      throw error;
    }
  }

  /** No two attempts of this process have the same, so that it names the attempt. */
  #nextMoment(): Date {
    this.#lastMoment = Math.max(Date.now(), this.#lastMoment + 1);
    return new Date(this.#lastMoment);
  }

  #good(hash: string) {
    const unsure = this.#unsure.get(hash);
    const usedAt = [{ usedAt: null }, ...(unsure === undefined ? [] : [{ usedAt: unsure }])];
    return { hash, OR: usedAt, expiresAt: { gt: new Date() } };
  }

  #noteUnsure(hash: string, usedAt: Date): void {
    const [oldest] = this.#unsure.keys();
    if (oldest !== undefined && this.#unsure.size >= MAX_UNSURE) this.#unsure.delete(oldest);
    this.#unsure.set(hash, usedAt);
  }
}

/** Leaves room for one more. */
async function deleteOldest(tx: Queryable, own: { readonly userId: string }): Promise<void> {
  const oldest = await tx.signInToken.findMany({ where: own, orderBy: { expiresAt: 'desc' }, skip: MAX_LINKS - 1 });
  await tx.signInToken.deleteMany({ where: { hash: { in: oldest.map(({ hash }) => hash) } } });
}

/**
 * What was never handed over does not count, but where it is on its way. All are read by one statement: a link that is
 * handed over between two of them would be counted by neither.
 */
async function whyTooMany(tx: Queryable, own: { readonly userId: string }): Promise<'sent' | 'under_way' | undefined> {
  const links = await tx.signInToken.findMany({ where: own, select: { sentAt: true, expiresAt: true } });
  const sent = links.filter(({ sentAt }) => sentAt !== null).length;
  if (sent >= MAX_LINKS) return 'sent';
  const since = Date.now() + LINK_LIFETIME_MS - UNDER_WAY_MS;
  const underWay = links.filter(({ sentAt, expiresAt }) => sentAt === null && expiresAt.getTime() > since).length;
  return sent + underWay >= MAX_LINKS ? 'under_way' : undefined;
}

/**
 * Makes sure that there is a user with this address, and holds their row until the transaction ends, so that requests
 * for one address are counted one after the other. A row is written either way: a known address and a new one cost
 * the same, and nobody can tell them apart by the time that the answer takes.
 */
async function lockUser(tx: Queryable, shard: number, email: string): Promise<string> {
  const [user] = await tx.$queryRaw<{ id: string }[]>`
    insert into "User" (id, shard, email) values (${randomUUID()}::uuid, ${shard}::int, ${email})
    on conflict (email) do update set email = excluded.email
    returning id`;
  if (user === undefined) throw new Error('the user was neither found nor made');
  return user.id;
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
