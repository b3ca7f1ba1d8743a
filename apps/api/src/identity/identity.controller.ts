import {
  checkDocument,
  isOpenToChange,
  MAX_DOCUMENT_BYTES,
  MAX_DOCUMENTS,
  MEDIA_TYPES,
  QUESTIONNAIRE,
} from '@fulcrum/identity';
import type { Session } from '@fulcrum/sessions';
import type { Request } from 'express';
import type { z } from 'zod';
import type { Reply } from '../http/route.ts';
import { Turns } from '../limits/turns.ts';
import { type IdentityChecks, missingKinds } from './identity-checks.ts';
import type { IdentityGuard } from './identity-guard.ts';
import type { documentQuery, Submission } from './identity-schemas.ts';
import { sentDocument } from './sent-document.ts';
import { toldDocument, toldIdentity } from './told-identity.ts';

/** Files that are read, or written, at a time: each is in memory several times over. The others wait. */
const MAX_FILES = 2;
const MAX_WAITING = 200;

const LIMITS = { maxDocuments: MAX_DOCUMENTS, maxBytes: MAX_DOCUMENT_BYTES, mediaTypes: Object.keys(MEDIA_TYPES) };

/** The points of the choices are nobody's business. */
const QUESTIONS = {
  version: QUESTIONNAIRE.version,
  warning: QUESTIONNAIRE.warning,
  questions: QUESTIONNAIRE.questions.map(({ choices, ...question }) => ({
    ...question,
    choices: choices.map(({ id, text }) => ({ id, text })),
  })),
};

/** The check of who a client is, as the client sees it. */
export class IdentityController {
  readonly #checks: IdentityChecks;
  readonly #guard: IdentityGuard;
  readonly #turns = new Turns(MAX_FILES, MAX_WAITING);

  constructor(checks: IdentityChecks, guard: IdentityGuard) {
    this.#checks = checks;
    this.#guard = guard;
  }

  async state({ userId }: Session): Promise<Reply> {
    const { check, documents } = await this.#checks.find(userId);
    const told = toldIdentity(check, documents);
    return {
      status: 200,
      body: {
        ...told,
        keepsFrom: this.#guard.keepsFrom(told.state),
        neededFor: this.#guard.keepsFrom('none'),
        missing: missingKinds(documents),
        mayChange: isOpenToChange(told.state),
        limits: LIMITS,
      },
    };
  }

  questionnaire(): Reply {
    return { status: 200, body: QUESTIONS };
  }

  async submit(session: Session, submission: Submission): Promise<Reply> {
    await this.#checks.submit(session.userId, submission);
    return this.state(session);
  }

  /** The header says what the file is, and its bytes have to agree. */
  async addDocument(
    { userId }: Session,
    { kind, name }: z.output<typeof documentQuery>,
    file: Buffer,
    request: Request,
  ): Promise<Reply> {
    return this.#turns.take(async () => {
      const checked = await checkDocument(file, typeOf(request), name);
      const document = await this.#checks.addDocument(userId, kind, checked, file);
      return { status: 201, body: toldDocument(document) };
    });
  }

  async deleteDocument(session: Session, id: string): Promise<Reply> {
    await this.#checks.deleteDocument(session.userId, id);
    return this.state(session);
  }

  async document({ userId }: Session, id: string): Promise<Reply> {
    return sentDocument(await this.#turns.take(() => this.#checks.openDocument(userId, id)));
  }
}

/** The media type without its parameters. */
function typeOf({ headers }: Request): string | undefined {
  return headers['content-type']?.split(';', 1)[0]?.trim().toLowerCase();
}
