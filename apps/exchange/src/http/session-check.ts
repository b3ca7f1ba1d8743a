import { KnownSessions, type RevokedSessions } from '@fulcrum/sessions';
import type { Request } from 'express';
import { venueProblem } from '../dialect/venue-problem.ts';

/** Finds out who has signed in at the broker: by the session's token alone. No cookie counts here, so no page can use one. */
export class SessionCheck {
  readonly #known: KnownSessions;
  readonly #revoked: Pick<RevokedSessions, 'has' | 'isLoaded'>;

  constructor(jwtSecret: string, revoked: Pick<RevokedSessions, 'has' | 'isLoaded'>) {
    this.#known = new KnownSessions(jwtSecret);
    this.#revoked = revoked;
  }

  /** @throws Problem when the request bears no good token. */
  userOf(request: Request): string {
    const token = /^Bearer ([\w.-]+)$/i.exec(request.get('Authorization') ?? '')?.[1];
    const session = token === undefined ? undefined : this.#known.find(token);
    if (session === undefined)
      throw venueProblem(
        'UNAUTHORIZED',
        'Sign in first: send the token of a session as "Authorization: Bearer <token>".',
      );
    if (!this.#revoked.isLoaded) throw venueProblem('MAINTENANCE', 'The ended sessions have not been read.');
    if (this.#revoked.has(session)) throw venueProblem('UNAUTHORIZED', 'This session has ended: sign in again.');
    return session.userId;
  }
}
