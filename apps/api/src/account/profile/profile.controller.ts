import type { Preferences } from '@fulcrum/protocol';
import { clientNetwork } from '@fulcrum/service';
import type { Session } from '@fulcrum/sessions';
import type { Request } from 'express';
import type { Reply } from '../../http/route.ts';
import type { ProfileChange } from '../account-schemas.ts';
import type { Agreements } from '../agreements/agreements.ts';
import type { Document } from '../agreements/documents.ts';
import type { NoticeChoices, Profiles } from './profiles.ts';

/** What users say of themselves, what they agree to, and how they want things to be. */
export class ProfileController {
  readonly #profiles: Profiles;
  readonly #agreements: Agreements;
  readonly #trustedProxies: number;

  constructor(profiles: Profiles, agreements: Agreements, trustedProxies: number) {
    this.#profiles = profiles;
    this.#agreements = agreements;
    this.#trustedProxies = trustedProxies;
  }

  async profile({ userId }: Session): Promise<Reply> {
    return ok(await this.#profiles.find(userId));
  }

  async changeProfile(session: Session, change: ProfileChange): Promise<Reply> {
    await this.#profiles.change(session.userId, change);
    return this.profile(session);
  }

  async preferences({ userId }: Session): Promise<Reply> {
    return ok({ preferences: await this.#profiles.preferences(userId) });
  }

  async setPreferences({ userId }: Session, preferences: Preferences): Promise<Reply> {
    await this.#profiles.setPreferences(userId, preferences);
    return ok({ preferences });
  }

  async agreements({ userId }: Session): Promise<Reply> {
    return ok(await this.#agreements.list(userId));
  }

  async agree(session: Session, document: Pick<Document, 'document' | 'version'>, request: Request): Promise<Reply> {
    await this.#agreements.agree(session.userId, document, clientNetwork(request, this.#trustedProxies));
    return this.agreements(session);
  }

  async notices({ userId }: Session): Promise<Reply> {
    return ok(await this.#profiles.notices(userId));
  }

  async setNotices(session: Session, choices: NoticeChoices): Promise<Reply> {
    await this.#profiles.setNotices(session.userId, choices);
    return this.notices(session);
  }
}

function ok(body: object): Reply {
  return { status: 200, body };
}
