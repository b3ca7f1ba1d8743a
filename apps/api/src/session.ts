import { KnownSessions, type RevokedSessions, SESSION_COOKIE, type Session } from '@fulcrum/sessions';
import type { Request, RequestHandler } from 'express';
import { Problem } from './problem.ts';

/** Finds out who sends a request: by the header `Authorization: Bearer`, or by the session's cookie. */
export function readSession(secret: string, revoked: RevokedSessions): RequestHandler {
  const known = new KnownSessions(secret);
  return (request, response, next) => {
    const token = bearerToken(request) ?? request.cookies?.[SESSION_COOKIE];
    const session = typeof token === 'string' ? known.find(token) : undefined;
    if (session !== undefined && !revoked.has(session)) response.locals.session = session satisfies Session;
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

function bearerToken(request: Request): string | undefined {
  return /^Bearer ([\w.-]+)$/i.exec(request.headers.authorization ?? '')?.[1];
}
