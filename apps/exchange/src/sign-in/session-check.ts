import type { IncomingHttpHeaders } from 'node:http';
import {
  bearerToken,
  KnownSessions,
  type RevokedSessions,
  type Session,
  sessionCookieNames,
  tokenInCookie,
} from '@fulcrum/sessions';
import type { ExchangeConfig } from '../config.ts';
import { venueProblem } from '../dialect/venue-problem.ts';
import type { OwnPages } from './own-pages.ts';

export interface SessionCheckParts {
  readonly config: Pick<ExchangeConfig, 'NODE_ENV' | 'PUBLIC_URL'>;
  readonly jwtSecret: string;
  readonly pages: OwnPages;
  readonly revoked: Pick<RevokedSessions, 'has' | 'isLoaded'>;
  /** Is told of each session that is used. */
  readonly onUse: (sessionId: string) => void;
}

/** Finds out who has signed in at the broker: by the session's token, or by the cookie that a browser keeps of it. */
export class SessionCheck {
  readonly #parts: SessionCheckParts;
  readonly #known: KnownSessions;
  readonly #cookies: readonly string[];

  constructor(parts: SessionCheckParts) {
    this.#parts = parts;
    this.#known = new KnownSessions(parts.jwtSecret);
    this.#cookies = sessionCookieNames(parts.config);
  }

  /** The session that a request brings. Whether it was ended is another question. */
  sessionIn(headers: IncomingHttpHeaders): Session | undefined {
    const token = bearerToken(headers.authorization) ?? this.#cookieIn(headers);
    return token === undefined ? undefined : this.#known.find(token);
  }

  /** @throws Problem when a request brings no good session. */
  userOf(headers: IncomingHttpHeaders): string {
    return this.require(this.sessionIn(headers)).userId;
  }

  /** @throws Problem when it is none, or was ended. */
  require(session: Session | undefined): Session {
    const { revoked, onUse } = this.#parts;
    if (session === undefined)
      throw venueProblem(
        'UNAUTHORIZED',
        'Sign in first: send the token of a session as "Authorization: Bearer <token>", or its cookie from the own page.',
      );
    if (!revoked.isLoaded) throw venueProblem('MAINTENANCE', 'The ended sessions have not been read.');
    if (revoked.has(session)) throw venueProblem('UNAUTHORIZED', 'This session has ended: sign in again.');
    onUse(session.sessionId);
    return session;
  }

  #cookieIn(headers: IncomingHttpHeaders): string | undefined {
    const found = tokenInCookie(headers.cookie, this.#cookies);
    return found !== undefined && this.#parts.pages.mayUseCookie(headers) ? found.token : undefined;
  }
}
