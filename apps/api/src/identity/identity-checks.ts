import { randomUUID } from 'node:crypto';
import { type Database, lockUser, type Queryable } from '@fulcrum/db';
import { invalidInput, Problem } from '@fulcrum/http';
import {
  assess,
  type CheckedDocument,
  type DocumentBox,
  type DocumentKind,
  faultsOf,
  identityState,
  isOpenToChange,
  MAX_DOCUMENTS,
  NEEDED_KINDS,
  QUESTIONNAIRE,
} from '@fulcrum/identity';
import type { Submission } from './identity-schemas.ts';
import { DOCUMENT } from './told-identity.ts';

/** A document with its content. */
export interface OpenedDocument {
  readonly name: string;
  readonly mediaType: string;
  readonly bytes: Buffer;
}

/** What clients send of who they are. Nothing changes while it waits for staff, or is looked at, or is approved. */
export class IdentityChecks {
  readonly #db: Database;
  readonly #box: DocumentBox;

  constructor(db: Database, box: DocumentBox) {
    this.#db = db;
    this.#box = box;
  }

  async find(userId: string) {
    const [check, documents] = await this.#db.$transaction([
      this.#db.identityCheck.findUnique({ where: { userId } }),
      this.#db.identityDocument.findMany({ where: { userId }, select: DOCUMENT, orderBy: { createdAt: 'asc' } }),
    ]);
    return { check, documents };
  }

  /** @throws Problem when something is missing, or somebody looks at it already. */
  async submit(userId: string, { hasReadWarning, dateOfBirth, ...sent }: Submission): Promise<void> {
    const { questionnaireVersion, answers } = sent;
    if (questionnaireVersion !== QUESTIONNAIRE.version)
      throw new Problem(409, 'questionnaire_changed', 'There are other questions now: answer them first.');
    const faults = faultsOf(answers);
    if (Object.keys(faults).length > 0) throw invalidInput(faults);
    const result = assess(answers);
    if (result === 'warned' && hasReadWarning !== true)
      throw new Problem(409, 'warning_unread', `Say that you have read this: ${QUESTIONNAIRE.warning}`);
    await this.#change(userId, async (tx) => {
      const missing = missingKinds(await tx.identityDocument.findMany({ where: { userId }, select: { kind: true } }));
      if (missing.length > 0)
        throw new Problem(409, 'documents_missing', `Send these documents first: ${missing.join(', ')}.`);
      const now = new Date();
      await tx.identityCheck.update({
        where: { userId },
        data: {
          ...sent,
          ...{ state: 'submitted', result, submittedAt: now, dateOfBirth: new Date(dateOfBirth) },
          warningReadAt: result === 'warned' ? now : null,
          ...{ reviewedBy: null, decidedAt: null, decidedBy: null, reason: null, expiresAt: null },
        },
      });
    });
  }

  /** @throws Problem when there are too many, or they may not be changed now. */
  async addDocument(userId: string, kind: DocumentKind, checked: CheckedDocument, bytes: Buffer) {
    const id = randomUUID();
    const sealed = this.#box.seal(bytes, { documentId: id, userId });
    return this.#change(userId, async (tx) => {
      if ((await tx.identityDocument.count({ where: { userId } })) >= MAX_DOCUMENTS)
        throw new Problem(409, 'too_many_documents', `At most ${MAX_DOCUMENTS} documents: delete one first.`);
      const document = await tx.identityDocument.create({ data: { ...checked, id, userId, kind }, select: DOCUMENT });
      await tx.identityContent.create({ data: { documentId: id, sealed } });
      return document;
    });
  }

  /** @throws Problem when there is none of the user's. */
  async deleteDocument(userId: string, id: string): Promise<void> {
    await this.#change(userId, async (tx) => {
      const { count } = await tx.identityDocument.deleteMany({ where: { id, userId } });
      if (count === 0) throw unknownDocument();
    });
  }

  /** @throws Problem when there is none of the user's. */
  async openDocument(userId: string, id: string): Promise<OpenedDocument> {
    const found = await this.#db.identityDocument.findFirst({ where: { id, userId }, include: { content: true } });
    if (!found?.content) throw unknownDocument();
    const { name, mediaType, content } = found;
    return { name, mediaType, bytes: this.#box.open(content.sealed, { documentId: id, userId }) };
  }

  /** The user's row is held, so that what is done at once comes one after the other. The version grows with it. */
  async #change<Result>(userId: string, change: (tx: Queryable) => Promise<Result>): Promise<Result> {
    return this.#db.$transaction(async (tx) => {
      await lockUser(tx, userId);
      const user = await tx.user.findUnique({ where: { id: userId }, select: { identity: true } });
      if (user === null) throw new Problem(404, 'unknown_user', 'There is no such user any more.');
      if (!isOpenToChange(identityState(user.identity)))
        throw new Problem(409, 'identity_locked', 'What was sent is not changed while it is checked, or approved.');
      const more = { version: { increment: 1 } };
      await tx.identityCheck.upsert({ where: { userId }, create: { userId, version: 1 }, update: more });
      return change(tx);
    });
  }
}

/** The kinds of documents that are still needed. */
export function missingKinds(documents: readonly { readonly kind: string }[]): DocumentKind[] {
  return NEEDED_KINDS.filter((kind) => !documents.some((document) => document.kind === kind));
}

export function unknownDocument(): Problem {
  return new Problem(404, 'unknown_document', 'There is no such document.');
}
