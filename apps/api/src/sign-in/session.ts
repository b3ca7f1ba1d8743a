import { Problem } from '@fulcrum/http';
import {
  bearerToken,
  cookieName,
  isMeantAsKey,
  isSecure,
  KnownSessions,
  type RevokedSessions,
  SESSION_COOKIE,
} from '@fulcrum/sessions';
import type { RequestHandler } from 'express';
import type { ApiMetrics } from '../api-metrics.ts';
import type { ApiConfig } from '../config.ts';
import { isCrossOrigin } from '../http/own-origin.ts';

type SessionConfig = Pick<ApiConfig, 'JWT_SECRET' | 'PUBLIC_URL'>;

/** Methods that change nothing. */
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Finds out who sends a request: by the header `Authorization: Bearer`, or by the session's cookie. Whoever sends a key of
 * a program has no session.
 */
export function readSession(
  { JWT_SECRET, PUBLIC_URL }: SessionConfig,
  revoked: RevokedSessions,
  metrics: Pick<ApiMetrics, 'refusedToken'>,
  onUse: (sessionId: string) => void = () => {},
): RequestHandler {
  const known = new KnownSessions(JWT_SECRET, () => metrics.refusedToken());
  const cookie = cookieName(SESSION_COOKIE, isSecure(PUBLIC_URL));
  return (request, response, next) => {
    const token = bearerToken(request.headers.authorization) ?? request.cookies?.[cookie];
    const session = typeof token === 'string' && !isMeantAsKey(token) ? known.find(token) : undefined;
    if (session !== undefined && !revoked.has(session)) {
      response.locals.session = session;
      onUse(session.sessionId);
    }
    next();
  };
}

/** Browsers send the cookie whoever's page asks for it, so with it alone only the own pages may change anything. */
export function refuseForeignPages({ PUBLIC_URL }: SessionConfig): RequestHandler {
  return (request, response, next) => {
    const isByCookie =
      response.locals.session !== undefined && bearerToken(request.headers.authorization) === undefined;
    if (isByCookie && !SAFE.has(request.method) && isCrossOrigin(request, PUBLIC_URL))
      throw new Problem(403, 'cross_origin', 'A page of another origin may not do this with the session’s cookie.');
    next();
  };
}

/** @param otherwise what else would do. */
export function signInFirst(otherwise = ''): Problem {
  const detail = 'Sign in first: send the session token as "Authorization: Bearer <token>" or as the cookie.';
  return new Problem(401, 'unauthorized', detail + otherwise);
}
