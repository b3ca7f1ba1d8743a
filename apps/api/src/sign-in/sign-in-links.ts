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
export type NewLink =
  | { readonly token: string; readonly hasPassword: boolean }
  | { readonly token?: never; readonly refused: 'sent' | 'under_way' };

/** Whose a link is. */
export interface LinkOwner {
  readonly id: string;
  readonly email: string;
  /** Whether following the link makes the password count that was chosen when it was asked for. */
  readonly hasPassword: boolean;
}

/** What happens when a link is used. */
export interface LinkUse {
  /** Whether a password that was chosen when the link was asked for shall not count. */
  readonly isPasswordDropped?: boolean;
  /** What is done in the same transaction. */
  readonly alongside?: (tx: Queryable) => Promise<void>;
}

/** Tokens that are remembered because PostgreSQL failed while they were used. Beyond it the oldest are forgotten. */
const MAX_UNSURE = 10_000;

/** Makes and takes the tokens of sign-in links. Only their hashes are kept; each holds once, for 15 minutes. */
export class SignInLinks {
  readonly #db: Database;
  readonly #shard: number;
  readonly #isLocal: boolean;
  /** When tokens were to be used, where PostgreSQL did not say whether they were: then it was for nobody. */
  readonly #unsure = new Map<string, Date>();
  #lastMoment = 0;

  /**
   * @param shard that keeps the accounts of new users.
   * @param isLocal whether no mails are sent. Then a new link ends the oldest when there are too many. Otherwise it is
   *   refused, so that nobody can flood another's inbox or end the link that they wait for.
   */
  constructor(db: Database, shard: number, isLocal: boolean) {
    this.#db = db;
    this.#shard = shard;
    this.#isLocal = isLocal;
  }

  /**
   * Makes sure that there is a user with this address, and makes a token for them.
   *
   * @param passwordHash of the password that somebody signs up with. It counts once the link is followed, where no mail
   *   is sent at once, and for a user that there is already never.
   */
  async create(email: string, passwordHash?: string): Promise<NewLink> {
    const token = randomBytes(32).toString('base64url');
    return this.#db.$transaction(async (tx) => {
      const user = await lockUser(tx, this.#shard, email);
      const own = { userId: user.id };
      const chosen = isNew(user) ? (passwordHash ?? null) : null;
      await tx.signInToken.deleteMany({ where: { expiresAt: { lt: new Date() } } });
      if (this.#isLocal) await deleteOldest(tx, own);
      const refused = this.#isLocal ? undefined : await whyTooMany(tx, own);
      if (refused !== undefined) return { refused };
      const expiresAt = new Date(Date.now() + LINK_LIFETIME_MS);
      await tx.signInToken.create({ data: { ...own, hash: hashOf(token), expiresAt, passwordHash: chosen } });
      if (this.#isLocal && chosen !== null) await takePassword(tx, user.id, chosen);
      return { token, hasPassword: chosen !== null };
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
  async find(token: string): Promise<LinkOwner | undefined> {
    const found = await this.#db.signInToken.findFirst({
      where: this.#good(hashOf(token)),
      select: { passwordHash: true, user: true },
    });
    if (found === null) return undefined;
    const { passwordHash, user } = found;
    return { id: user.id, email: user.email, hasPassword: passwordHash !== null && isNew(user) };
  }

  /**
   * Uses a token up, and notes that its user signed in. Of several who try at once, one succeeds. After a failure the
   * token is still good: what PostgreSQL had not confirmed to this process is undone, or known to have been for nobody.
   */
  async use(token: string, { isPasswordDropped = false, alongside }: LinkUse = {}): Promise<boolean> {
    const hash = hashOf(token);
    const where = this.#good(hash);
    const usedAt = this.#nextMoment();
    try {
      return await this.#db.$transaction(async (tx) => {
        const owner = await tx.signInToken.findFirst({ where, select: { userId: true, passwordHash: true } });
        if (owner === null) return false;
        const chosen = isPasswordDropped ? null : owner.passwordHash;
        // The user first, as when a link is made: in the other order the two could wait for each other.
        await tx.$queryRaw`select from "User" where id = ${owner.userId}::uuid for update`;
        const used = await tx.signInToken.updateMany({ where, data: { usedAt } });
        if (used.count !== 1) return false;
        if (chosen !== null) await takePassword(tx, owner.userId, chosen);
        await tx.user.updateMany({ where: { id: owner.userId }, data: { lastLoggedIn: usedAt } });
        await alongside?.(tx);
        return true;
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
async function lockUser(tx: Queryable, shard: number, email: string): Promise<LockedUser> {
  const [user] = await tx.$queryRaw<LockedUser[]>`
    insert into "User" (id, shard, email) values (${randomUUID()}::uuid, ${shard}::int, ${email})
    on conflict (email) do update set email = excluded.email
    returning id, "lastLoggedIn", "passwordHash"`;
  if (user === undefined) throw new Error('the user was neither found nor made');
  return user;
}

interface LockedUser {
  readonly id: string;
  readonly lastLoggedIn: Date | null;
  readonly passwordHash: string | null;
}

/** Nobody has signed in as this user, or set a password. */
function isNew({ lastLoggedIn, passwordHash }: Omit<LockedUser, 'id'>): boolean {
  return lastLoggedIn === null && passwordHash === null;
}

/** The password that somebody signed up with counts from now on. Nobody gets to the account of another by it. */
async function takePassword(tx: Queryable, id: string, passwordHash: string): Promise<void> {
  await tx.user.updateMany({ where: { id, lastLoggedIn: null, passwordHash: null }, data: { passwordHash } });
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
