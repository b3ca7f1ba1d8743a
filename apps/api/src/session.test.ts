import { randomUUID } from 'node:crypto';
import { RevokedSessions, SESSION_COOKIE, type Session, signSession } from '@fulcrum/sessions';
import type { Appender } from '@fulcrum/streams';
import type { Request, Response } from 'express';
import { expect, it } from 'vitest';
import { readSession } from './session.ts';

const SECRET = 'a secret that only this test knows, 0123456789';
const appender = { append: async () => ({ outcome: 'appended', id: '1-0' }) } as unknown as Appender;

/** Sends requests to the handler, and tells whose they are. */
function reader() {
  const revoked = new RevokedSessions();
  const handler = readSession(SECRET, revoked);
  const sessionOf = (request: Partial<Request>): Session | undefined => {
    const response = { locals: {} } as Response;
    handler({ headers: {}, ...request } as Request, response, () => {});
    return response.locals.session;
  };
  return { revoked, sessionOf };
}

const bearer = (token: string) => ({ headers: { authorization: `Bearer ${token}` } });

it('verifies the token of many requests once: all of them have the session that the first one got', () => {
  const { sessionOf } = reader();
  const userId = randomUUID();
  const token = signSession(userId, randomUUID(), SECRET);
  const first = sessionOf(bearer(token));
  expect(first?.userId).toBe(userId);
  expect(sessionOf(bearer(token))).toBe(first);
  expect(sessionOf({ cookies: { [SESSION_COOKIE]: token } })).toBe(first);
});

it('knows nobody from the moment at which the session ends, although its token was verified before', async () => {
  const { revoked, sessionOf } = reader();
  const token = signSession(randomUUID(), randomUUID(), SECRET);
  const session = sessionOf(bearer(token));
  expect(session).toBeDefined();
  if (session !== undefined) await revoked.add(session, appender);
  expect(sessionOf(bearer(token))).toBeUndefined();
});
