import { randomUUID } from 'node:crypto';
import { RevokedSessions, SESSION_COOKIE, type Session, signSession } from '@fulcrum/sessions';
import type { Request, Response } from 'express';
import { expect, it, vi } from 'vitest';
import { readSession, refuseForeignPages } from './session.ts';

const SECRET = 'a secret that only this test knows, 0123456789';

/** Sends requests to the handler, and tells whose they are. */
function reader(publicUrl?: string) {
  const revoked = new RevokedSessions();
  const metrics = { refusedToken: vi.fn() };
  const config = { JWT_SECRET: SECRET, PUBLIC_URL: publicUrl };
  const [read, refuse] = [readSession(config, revoked, metrics), refuseForeignPages(config)];
  const sessionOf = (request: Partial<Request>): Session | undefined => {
    const response = { locals: {} } as Response;
    for (const handler of [read, refuse]) handler({ headers: {}, ...request } as Request, response, () => {});
    return response.locals.session;
  };
  return { revoked, sessionOf, metrics };
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

it('knows nobody from the moment at which the session ends, although its token was verified before', () => {
  const { revoked, sessionOf } = reader();
  const token = signSession(randomUUID(), randomUUID(), SECRET);
  const session = sessionOf(bearer(token));
  expect(session).toBeDefined();
  if (session !== undefined) revoked.end(session);
  expect(sessionOf(bearer(token))).toBeUndefined();
});

it('takes the cookie by the name under which it was set: with https no other can have planted it', () => {
  const token = signSession(randomUUID(), randomUUID(), SECRET);
  const [plain, secure] = [{ cookies: { fulcrum_session: token } }, { cookies: { '__Host-fulcrum_session': token } }];
  const overHttps = reader('https://fulcrum.example').sessionOf;
  expect(overHttps(secure)).toBeDefined();
  expect(overHttps(plain)).toBeUndefined();
  const overHttp = reader('http://localhost:4000').sessionOf;
  expect(overHttp(plain)).toBeDefined();
  expect(overHttp(secure)).toBeUndefined();
});

it('lets a foreign page change nothing with the cookie, whatever the body’s type is', () => {
  const { sessionOf } = reader();
  const token = signSession(randomUUID(), randomUUID(), SECRET);
  const cookies = { [SESSION_COOKIE]: token };
  const foreign = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.example' };
  const own = { 'sec-fetch-site': 'same-origin' };
  expect(() => sessionOf({ method: 'POST', headers: foreign, cookies })).toThrow('another origin');
  expect(sessionOf({ method: 'POST', headers: own, cookies })).toBeDefined();
  // What it only reads, the browser keeps from the page.
  expect(sessionOf({ method: 'GET', headers: foreign, cookies })).toBeDefined();
  // Who has the token itself needs no cookie.
  expect(sessionOf({ method: 'POST', headers: { ...foreign, ...bearer(token).headers } })).toBeDefined();
});

it('takes a fresh token of an address from which any number of wrong ones came, and counts those', () => {
  const { sessionOf, metrics } = reader();
  const of = (secret: string) => bearer(signSession(randomUUID(), randomUUID(), secret));
  for (let count = 0; count < 1_000; count += 1) expect(sessionOf(of(`${SECRET}!`))).toBeUndefined();
  expect(sessionOf(of(SECRET))).toBeDefined();
  expect(metrics.refusedToken).toHaveBeenCalledTimes(1_000);
});
