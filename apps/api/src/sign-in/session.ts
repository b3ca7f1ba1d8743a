import { cookieName, type RevokedSessions, SESSION_COOKIE, TokenGate } from '@fulcrum/sessions';
import type { Request, RequestHandler } from 'express';
import type { ApiMetrics } from '../api-metrics.ts';
import type { ApiConfig } from '../config.ts';
import { isCrossOrigin, isSecure } from '../http/own-origin.ts';
import { Problem } from '../http/problem.ts';
import { addressOf } from '../limits/rate-limits.ts';

type SessionConfig = Pick<ApiConfig, 'JWT_SECRET' | 'PUBLIC_URL' | 'REFUSED_TOKEN_LIMIT'>;

/** Methods that change nothing. */
const SAFE = new Set(['GET', 'HEAD', 'OPTIONS']);

/**
 * Finds out who sends a request: by the header `Authorization: Bearer`, or by the session's cookie. Browsers send the
 * cookie whoever's page asks for it, so with it alone only the own pages may change anything.
 */
export function readSession(
  { JWT_SECRET, PUBLIC_URL, REFUSED_TOKEN_LIMIT }: SessionConfig,
  revoked: RevokedSessions,
  metrics: Pick<ApiMetrics, 'refused' | 'checkedToken'>,
): RequestHandler {
  const gate = new TokenGate(JWT_SECRET, REFUSED_TOKEN_LIMIT, () => metrics.checkedToken());
  const cookie = cookieName(SESSION_COOKIE, isSecure(PUBLIC_URL));
  return (request, response, next) => {
    const bearer = bearerToken(request);
    const token = bearer ?? request.cookies?.[cookie];
    if (typeof token !== 'string') return next();
    const sender = addressOf(request);
    const wasBarred = gate.isBarred(sender);
    const session = gate.find(token, sender);
    if (session === undefined && wasBarred) {
      metrics.refused('tokens');
      throw tooManyRefused();
    }
    if (session === undefined || revoked.has(session)) return next();
    if (bearer === undefined && !SAFE.has(request.method) && isCrossOrigin(request, PUBLIC_URL))
      throw new Problem(403, 'cross_origin', 'A page of another origin may not do this with the session’s cookie.');
    response.locals.session = session;
    next();
  };
}

export const requireSession: RequestHandler = (_request, response, next) => {
  if (response.locals.session === undefined)
    throw new Problem(
      401,
      'unauthorized',
      'Sign in first: send the session token as "Authorization: Bearer <token>" or as the cookie.',
    );
  next();
};

/** The token was not looked at, so it is not called wrong. */
function tooManyRefused(): Problem {
  const detail = 'Too many tokens of this address were refused. Try again in a minute.';
  return new Problem(429, 'too_many_requests', detail, {}, 60);
}

function bearerToken(request: Request): string | undefined {
  return /^Bearer ([\w.-]+)$/i.exec(request.headers.authorization ?? '')?.[1];
}
