import type { Actor } from '@fulcrum/desk';
import { identityState } from '@fulcrum/identity';
import type { z } from 'zod';
import type { Reply } from '../../http/route.ts';
import { sentDocument } from '../../identity/sent-document.ts';
import { toldIdentity } from '../../identity/told-identity.ts';
import { Turns } from '../../limits/turns.ts';
import type { Decision, identitiesQuery } from './desk-identity-schemas.ts';
import type { IdentityDesk } from './identity-desk.ts';

/** Files that are opened at a time: each is in memory several times over. The others wait. */
const MAX_FILES = 2;
const MAX_WAITING = 50;

/** What staff do with identity checks. */
export class IdentityDeskController {
  readonly #desk: IdentityDesk;
  readonly #turns = new Turns(MAX_FILES, MAX_WAITING);

  constructor(desk: IdentityDesk) {
    this.#desk = desk;
  }

  async list(query: z.output<typeof identitiesQuery>): Promise<Reply> {
    const { rows, ...next } = await this.#desk.list(query);
    const identities = rows.map(({ user, submittedAt, expiresAt, ...row }) => ({
      ...{ ...row, email: user.email, state: identityState({ state: row.state, expiresAt }) },
      ...{ submittedAt: submittedAt?.getTime() ?? null, expiresAt: expiresAt?.getTime() ?? null },
    }));
    return { status: 200, body: { identities, ...next } };
  }

  async of(userId: string): Promise<Reply> {
    const { email, check, documents } = await this.#desk.find(userId);
    return {
      status: 200,
      body: {
        ...{ userId, email, ...toldIdentity(check, documents) },
        warningReadAt: check?.warningReadAt?.getTime() ?? null,
        ...{ reviewedBy: check?.reviewedBy ?? null, decidedBy: check?.decidedBy ?? null },
      },
    };
  }

  async document(actor: Actor, id: string): Promise<Reply> {
    return sentDocument(await this.#turns.take(() => this.#desk.openDocument(actor, id)));
  }

  async review(actor: Actor, userId: string, version: number): Promise<Reply> {
    await this.#desk.review(actor, userId, version);
    return this.of(userId);
  }

  async decide(actor: Actor, userId: string, decision: Decision): Promise<Reply> {
    await this.#desk.decide(actor, userId, decision);
    return this.of(userId);
  }
}
