import type { Database } from '@fulcrum/db';
import type { Session } from '@fulcrum/sessions';
import type { Request } from 'express';
import type { Reply } from '../../http/route.ts';
import type { Proof } from '../../passwords/proof.ts';
import type { Unsettled } from './unsettled.ts';

export interface ErasureParts {
  readonly db: Database;
  readonly proof: Pick<Proof, 'ownerOf' | 'require'>;
  readonly unsettled: Unsettled;
}

/** A client asks for the erasure of their personal data. Staff do it, two of them, for it is for good. */
export class ErasureController {
  readonly #parts: ErasureParts;

  constructor(parts: ErasureParts) {
    this.#parts = parts;
  }

  async state({ userId }: Session): Promise<Reply> {
    const request = await this.#parts.db.erasureRequest.findUnique({ where: { userId } });
    return { status: 200, body: { askedAt: request?.askedAt.getTime() ?? null } };
  }

  /** To ask again changes nothing: the first time counts. */
  async ask(session: Session, presentPassword: string | undefined, request: Request): Promise<Reply> {
    const { db, proof, unsettled } = this.#parts;
    await proof.require(session, await proof.ownerOf(session), presentPassword, request);
    await unsettled.refuse(session.userId);
    await db.erasureRequest.createMany({ data: { userId: session.userId }, skipDuplicates: true });
    return this.state(session);
  }

  async takeBack(session: Session): Promise<Reply> {
    await this.#parts.db.erasureRequest.deleteMany({ where: { userId: session.userId, doneAt: null } });
    return this.state(session);
  }
}
