import { addNotices, type Database, lockUser, Prisma, type Queryable } from '@fulcrum/db';
import { type Actor, appendAudit } from '@fulcrum/desk';
import { Problem } from '@fulcrum/http';
import { type DocumentBox, type IdentityState, identityState } from '@fulcrum/identity';
import type { z } from 'zod';
import { type OpenedDocument, unknownDocument } from '../../identity/identity-checks.ts';
import { DOCUMENT } from '../../identity/told-identity.ts';
import { unknownUser } from '../clients/known-client.ts';
import { readCursor, timePlace } from '../lists/cursor.ts';
import { pageOf } from '../lists/page.ts';
import { decisionNotice } from './decision-notice.ts';
import type { Decision, identitiesQuery } from './desk-identity-schemas.ts';

const DAY_MS = 86_400_000;

const LISTED = {
  ...{ userId: true, fullName: true, nationality: true, state: true, version: true, result: true },
  ...{ submittedAt: true, reviewedBy: true, expiresAt: true, user: { select: { email: true } } },
} as const satisfies Prisma.IdentityCheckSelect;

/** Identity checks, as staff see them and decide about them. Each act is in the audit log with it. */
export class IdentityDesk {
  readonly #db: Database;
  readonly #box: DocumentBox;
  readonly #validMs: number;

  constructor(db: Database, box: DocumentBox, validDays: number) {
    this.#db = db;
    this.#box = box;
    this.#validMs = validDays * DAY_MS;
  }

  /** Those in one state, the one that waits for longest first. */
  async list({ state, limit, after }: z.output<typeof identitiesQuery>) {
    const behind = after === undefined ? undefined : readCursor(after, timePlace);
    const ids = await this.#db.$queryRaw<{ userId: string }[]>`
      select "userId" from "IdentityCheck"
      where ${inState(state)} and "submittedAt" is not null
        ${behind === undefined ? Prisma.empty : Prisma.sql`and ("submittedAt", "userId") > (${behind[0]}, ${behind[1]}::uuid)`}
      order by "submittedAt", "userId" limit ${limit + 1}::int`;
    const found = await this.#db.identityCheck.findMany({
      where: { userId: { in: ids.map(({ userId }) => userId) } },
      orderBy: [{ submittedAt: 'asc' }, { userId: 'asc' }],
      select: LISTED,
    });
    return pageOf(found, limit, ({ submittedAt, userId }) => [String(submittedAt?.getTime() ?? 0), userId]);
  }

  /** @throws Problem when there is no such user. */
  async find(userId: string) {
    const [user, documents] = await this.#db.$transaction([
      this.#db.user.findUnique({ where: { id: userId }, select: { email: true, identity: true } }),
      this.#db.identityDocument.findMany({ where: { userId }, select: DOCUMENT, orderBy: { createdAt: 'asc' } }),
    ]);
    if (user === null) throw unknownUser();
    return { email: user.email, check: user.identity, documents };
  }

  /** Opens a document. That it was is on record before anybody has a byte of it. */
  async openDocument(actor: Actor, id: string): Promise<OpenedDocument> {
    const { userId, name, mediaType, content } = await this.#db.$transaction(async (tx) => {
      const found = await tx.identityDocument.findUnique({ where: { id }, include: { content: true } });
      if (!found?.content) throw unknownDocument();
      const { userId, kind, sha256, content } = found;
      const after = { document: id, kind, sha256 };
      await appendAudit(tx, actor, { act: 'read-document', subject: userId, content: { after } });
      return { ...found, content };
    });
    return { name, mediaType, bytes: this.#box.open(content.sealed, { documentId: id, userId }) };
  }

  /** Says that somebody looks at it. Another one may take it over. */
  async review(actor: Actor, userId: string, version: number): Promise<void> {
    await this.#act(actor, userId, version, ['submitted', 'in_review'], async (tx, check) => {
      const { state, reviewedBy } = check;
      if (reviewedBy === actor.id) return;
      await tx.identityCheck.update({ where: { userId }, data: { state: 'in_review', reviewedBy: actor.id } });
      const [before, after] = [
        { state, reviewedBy },
        { state: 'in_review', reviewedBy: actor.id },
      ];
      await appendAudit(tx, actor, { act: 'review-identity', subject: userId, content: { before, after } });
    });
  }

  /** An approval may be taken back: a refusal does so as well. */
  async decide(actor: Actor, userId: string, { version, decision, reason }: Decision): Promise<void> {
    const from =
      decision === 'approve'
        ? (['submitted', 'in_review'] as const)
        : (['submitted', 'in_review', 'approved'] as const);
    await this.#act(actor, userId, version, from, async (tx, check) => {
      const decidedAt = new Date();
      const isApproved = decision === 'approve';
      const state = isApproved ? 'approved' : 'refused';
      const expiresAt = isApproved ? new Date(decidedAt.getTime() + this.#validMs) : null;
      await tx.identityCheck.update({
        where: { userId },
        data: {
          ...{ state, decidedAt, decidedBy: actor.id, expiresAt, reason: isApproved ? null : (reason ?? null) },
          version: { increment: 1 },
        },
      });
      const [before, after] = [{ state: check.state }, { state, version, expiresAt }];
      await noteAction(tx, actor, { userId, shard: check.shard, decidedAt, before, after, reason: reason ?? decision });
      await addNotices(tx, check.shard, [decisionNotice(userId, version, isApproved)]);
      const content = { ...(reason !== undefined && { reason }), before, after };
      await appendAudit(tx, actor, { act: 'decide-identity', subject: userId, content });
    });
  }

  /** The user's row is held, so that nobody decides about what is changed meanwhile, and of two who decide one is told. */
  async #act(
    { id }: Actor,
    userId: string,
    version: number,
    from: readonly IdentityState[],
    act: (tx: Queryable, check: { state: IdentityState; reviewedBy: string | null; shard: number }) => Promise<void>,
  ): Promise<void> {
    if (id === userId) throw new Problem(403, 'own_account', 'Nobody decides about their own identity.');
    await this.#db.$transaction(async (tx) => {
      await lockUser(tx, userId);
      const user = await tx.user.findUnique({ where: { id: userId }, select: { shard: true, identity: true } });
      if (user === null) throw unknownUser();
      const { shard, identity } = user;
      const state = identityState(identity);
      if (identity?.version !== version)
        throw new Problem(409, 'identity_changed', 'It was changed, or decided, since you looked at it. Look again.');
      if (!from.includes(state)) throw new Problem(409, 'identity_decided', `It is ${state}, and not to be decided.`);
      await act(tx, { state, shard, reviewedBy: identity.reviewedBy });
    });
  }
}

function inState(state: IdentityState): Prisma.Sql {
  if (state === 'approved') return Prisma.sql`"state" = 'approved' and "expiresAt" > now()`;
  if (state === 'expired') return Prisma.sql`"state" = 'approved' and "expiresAt" <= now()`;
  return Prisma.sql`"state" = ${state}`;
}

interface Decided {
  readonly userId: string;
  readonly shard: number;
  readonly decidedAt: Date;
  readonly before: Prisma.InputJsonObject;
  readonly after: { readonly state: string; readonly version: number; readonly expiresAt: Date | null };
  readonly reason: string;
}

/** What staff do is an action. This one takes one person, and is done with the decision. */
async function noteAction(tx: Queryable, { id }: Actor, decided: Decided): Promise<void> {
  const { userId, shard, decidedAt, before, after, reason } = decided;
  const data = { ...after, expiresAt: after.expiresAt?.getTime() ?? null };
  await tx.deskAction.create({
    data: {
      ...{ shard, kind: 'decide-identity', userId, subject: userId, data, before, reason, takesTwo: false },
      ...{ askedBy: id, askedAt: decidedAt, decidedAt, endedAt: decidedAt, expiresAt: decidedAt, state: 'done' },
    },
  });
}
