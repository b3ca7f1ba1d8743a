import { createHash, randomBytes } from 'node:crypto';
import {
  addNotices,
  type Database,
  type EndedSession,
  endOtherSessions,
  forgetOtherDevices,
  NEVER_USED,
  Prisma,
  type Queryable,
  voidEmailChanges,
} from '@fulcrum/db';
import type { Session } from '@fulcrum/sessions';
import type { PasswordOwner } from '../../passwords/passwords.ts';

/** Two mailboxes have to be opened. */
const LIFETIME_MS = 60 * 60_000;

/** In a day, of one user, and to one new address: each change sends a mail there. */
const MAX_CHANGES = 5;
const DAY_MS = 86_400_000;

/** The tokens of the links to the old address and to the new one. */
export interface ChangeTokens {
  readonly id: string;
  readonly old: string;
  readonly new: string;
}

/** What a link is about. */
export interface ChangeLink {
  readonly userId: string;
  readonly oldEmail: string;
  readonly newEmail: string;
  /** Which of the two addresses it was sent to. */
  readonly side: 'old' | 'new';
}

export type Confirmation =
  | { readonly outcome: 'waiting' | 'invalid' | 'taken' }
  | { readonly outcome: 'changed'; readonly ended: readonly EndedSession[] };

/** Changes of e-mail addresses. Each takes two links, one to each address, and is done when both were followed. */
export class EmailChanges {
  readonly #db: Database;
  readonly #shard: number;

  constructor(db: Database, shard: number) {
    this.#db = db;
    this.#shard = shard;
  }

  /**
   * Begins a change, which ends all before it. Whether the new address belongs to somebody is not looked at: it would be
   * told by that.
   *
   * @param owner as they were when they proved who they are.
   */
  async create(
    owner: PasswordOwner,
    { sessionId }: Session,
    newEmail: string,
  ): Promise<ChangeTokens | 'too_many' | 'stale'> {
    const tokens = { old: newToken(), new: newToken() };
    return this.#db.$transaction(async (tx) => {
      if (!(await isStill(tx, owner))) return 'stale';
      const since = { createdAt: { gt: new Date(Date.now() - DAY_MS) } };
      const ofUser = await tx.emailChange.count({ where: { ...since, userId: owner.id } });
      const toAddress = await tx.emailChange.count({ where: { ...since, newEmail } });
      if (ofUser >= MAX_CHANGES || toAddress >= MAX_CHANGES) return 'too_many';
      await voidEmailChanges(tx, owner.id);
      const hashes = { oldHash: hashOf(tokens.old), newHash: hashOf(tokens.new) };
      const expiresAt = new Date(Date.now() + LIFETIME_MS);
      const data = { userId: owner.id, sessionId, oldEmail: owner.email, newEmail, ...hashes, expiresAt };
      return { ...tokens, id: (await tx.emailChange.create({ data })).id };
    });
  }

  /** Takes a change back whose links nobody was told of. */
  async withdraw(id: string): Promise<void> {
    await this.#db.emailChange.deleteMany({ where: { id } });
  }

  /** @returns what a good link is about; it stays good. */
  async find(token: string): Promise<ChangeLink | undefined> {
    const hash = hashOf(token);
    const found = await this.#db.emailChange.findFirst({ where: good(hash) });
    return found === null ? undefined : { ...found, side: found.oldHash === hash ? 'old' : 'new' };
  }

  /**
   * Follows a link. The second of the two changes the address and ends all sessions but the one that asked for it, so
   * that whoever has got into the account at the old address is out. A link that is followed again changes nothing more.
   */
  async confirm(token: string): Promise<Confirmation> {
    const link = await this.find(token);
    if (link === undefined) return { outcome: 'invalid' };
    try {
      return await this.#db.$transaction((tx) => this.#confirm(tx, link, hashOf(token)));
    } catch (error) {
      if (!(error instanceof Prisma.PrismaClientKnownRequestError) || error.code !== 'P2002') throw error;
      await voidEmailChanges(this.#db, link.userId);
      return { outcome: 'taken' };
    }
  }

  /** The user's row is held until the end, so that two links that are followed at once come one after the other. */
  async #confirm(tx: Queryable, { userId, side }: ChangeLink, hash: string): Promise<Confirmation> {
    await tx.$queryRaw`select from "User" where id = ${userId}::uuid for update`;
    const change = await tx.emailChange.findFirst({ where: good(hash) });
    if (change === null) return { outcome: 'invalid' };
    const confirmed = side === 'old' ? 'oldConfirmedAt' : 'newConfirmedAt';
    await tx.emailChange.updateMany({ where: { id: change.id, [confirmed]: null }, data: { [confirmed]: new Date() } });
    const other = side === 'old' ? change.newConfirmedAt : change.oldConfirmedAt;
    if (other === null) return { outcome: 'waiting' };
    const { oldEmail, newEmail, sessionId } = change;
    await forgetUnused(tx, newEmail);
    const changed = await tx.user.updateMany({ where: { id: userId, email: oldEmail }, data: { email: newEmail } });
    if (changed.count !== 1) return { outcome: 'invalid' };
    await voidEmailChanges(tx, userId);
    // Links that lie in the old mailbox sign nobody in any more.
    await tx.signInToken.deleteMany({ where: { userId } });
    await tx.challenge.deleteMany({ where: { userId } });
    await forgetOtherDevices(tx, userId, undefined);
    await addNotices(tx, this.#shard, [
      {
        ...{ event: change.id, userId, kind: 'email_changed', count: 1, address: oldEmail },
        lines: [`It is ${newEmail} now. Both addresses agreed to it.`],
      },
    ]);
    return { outcome: 'changed', ended: await endOtherSessions(tx, userId, sessionId) };
  }
}

/** Anybody may ask for a sign-in link to an address. A user who was made by that and never used keeps it from nobody. */
async function forgetUnused(tx: Queryable, email: string): Promise<void> {
  await tx.$executeRaw`delete from "User" where email = ${email} and "passwordHash" is null and ${NEVER_USED}`;
}

/** Holds the user's row until the transaction ends. */
async function isStill(tx: Queryable, { id, email, passwordHash }: PasswordOwner): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>`
    select from "User" where id = ${id}::uuid and email = ${email}
      and "passwordHash" is not distinct from ${passwordHash}::text for update`;
  return rows.length === 1;
}

function good(hash: string) {
  return { OR: [{ oldHash: hash }, { newHash: hash }], expiresAt: { gt: new Date() } };
}

function newToken(): string {
  return randomBytes(32).toString('base64url');
}

function hashOf(token: string): string {
  return createHash('sha256').update(token).digest('hex');
}
