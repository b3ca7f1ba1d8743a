import { sessionCookieNames as cookieNames, verifySession } from '@fulcrum/sessions';
import { expect, test } from 'vitest';
import { cookieOf, secret } from '../testing/sessions.ts';
import { sessionOfUpgrade, trustedOrigins } from './sign-in.ts';

const user = '11111111-1111-4111-8111-111111111111';
const find = (token: string) => verifySession(token, secret);
const allowed = new Set(['https://app.example.com']);
const either = cookieNames({ PUBLIC_URL: undefined, NODE_ENV: 'development' });

test.each([
  ['no origin, as programs connect', 'feed.example.com', undefined, true],
  ['the same host', 'feed.example.com', 'https://feed.example.com', true],
  ['the same host on another port', 'localhost:8080', 'http://localhost:3000', true],
  ['the same host in other letters', 'Localhost:8080', 'http://LOCALHOST:3000', true],
  ['an origin that is allowed by name', 'feed.example.com', 'https://app.example.com', true],
  ['an allowed host with another scheme', 'feed.example.com', 'http://app.example.com', false],
  ['a foreign host', 'feed.example.com', 'https://evil.example', false],
  ['a host that only begins the same', 'feed.example.com', 'https://feed.example.com.evil.example', false],
  ['a page without an origin', 'feed.example.com', 'null', false],
  ['rubbish', 'feed.example.com', 'feed.example.com', false],
  ['no host', undefined, 'https://feed.example.com', false],
])('the cookie counts, or not, for %s', (_what, host, origin, counts) => {
  const headers = { ...cookieOf(user), ...(host && { host }), ...(origin && { origin }) };
  expect(sessionOfUpgrade(headers, find, allowed, either)?.userId).toBe(counts ? user : undefined);
});

test.each([
  ['https://example.com', true],
  ['https://app.example.com', true],
  ['http://example.com', false],
  ['https://example.com:8443', false],
  ['https://evil.example', false],
])('whatever a proxy makes of the host, of the page %s the cookie counts or not: %s', (origin, counts) => {
  const trusted = trustedOrigins({ PUBLIC_URL: 'https://Example.com:443/fulcrum', ALLOWED_ORIGINS: allowed });
  for (const host of ['127.0.0.1:8080', 'feed', undefined]) {
    const headers = { ...cookieOf(user), ...(host && { host }), origin };
    expect(sessionOfUpgrade(headers, find, trusted, either)?.userId).toBe(counts ? user : undefined);
  }
});

test('a request without the cookie, or with a forged one, is nobody', () => {
  expect(sessionOfUpgrade({}, find, allowed, either)).toBeUndefined();
  expect(sessionOfUpgrade({ cookie: 'other=1; fulcrum_session=rubbish' }, find, allowed, either)).toBeUndefined();
  expect(
    sessionOfUpgrade(cookieOf(user), (token) => verifySession(token, `${secret}!`), allowed, either),
  ).toBeUndefined();
});

test('the cookie of https counts first, and on the same host for no page that came without TLS', () => {
  const { cookie } = cookieOf(user);
  const headers = { cookie: `fulcrum_session=planted; __Host-${cookie}`, host: 'feed.example.com' };
  const from = (origin: string) => sessionOfUpgrade({ ...headers, origin }, find, allowed, either)?.userId;
  expect(sessionOfUpgrade(headers, find, allowed, either)?.userId).toBe(user);
  expect(from('https://feed.example.com')).toBe(user);
  expect(from('https://app.example.com')).toBe(user);
  expect(from('http://feed.example.com')).toBeUndefined();
});

test.each<[what: string, config: Parameters<typeof cookieNames>[0], prefixed: boolean, plain: boolean]>([
  ['https', { PUBLIC_URL: 'https://example.com', NODE_ENV: 'development' }, true, false],
  ['https in production', { PUBLIC_URL: 'https://example.com/fulcrum', NODE_ENV: 'production' }, true, false],
  ['an unknown way in production', { PUBLIC_URL: undefined, NODE_ENV: 'production' }, true, false],
  ['http', { PUBLIC_URL: 'http://localhost:4000', NODE_ENV: 'production' }, false, true],
  ['an unknown way', { PUBLIC_URL: undefined, NODE_ENV: 'development' }, true, true],
])('of people who come by %s that cookie counts alone which the API sets', (_what, config, prefixed, plain) => {
  const { cookie } = cookieOf(user);
  const counts = (cookie: string) => sessionOfUpgrade({ cookie }, find, allowed, cookieNames(config)) !== undefined;
  expect([counts(`__Host-${cookie}`), counts(cookie)]).toEqual([prefixed, plain]);
});
