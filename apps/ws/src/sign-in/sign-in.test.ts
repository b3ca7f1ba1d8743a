import { verifySession } from '@fulcrum/sessions';
import { expect, test } from 'vitest';
import { cookieOf, secret } from '../testing/sessions.ts';
import { sessionOfUpgrade } from './sign-in.ts';

const user = '11111111-1111-4111-8111-111111111111';
const find = (token: string) => verifySession(token, secret);
const allowed = new Set(['https://app.example.com']);

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
  expect(sessionOfUpgrade(headers, find, allowed)?.userId).toBe(counts ? user : undefined);
});

test('a request without the cookie, or with a forged one, is nobody', () => {
  expect(sessionOfUpgrade({}, find, allowed)).toBeUndefined();
  expect(sessionOfUpgrade({ cookie: 'other=1; fulcrum_session=rubbish' }, find, allowed)).toBeUndefined();
  expect(sessionOfUpgrade(cookieOf(user), (token) => verifySession(token, `${secret}!`), allowed)).toBeUndefined();
});

test('the cookie of https counts first, and on the same host for no page that came without TLS', () => {
  const { cookie } = cookieOf(user);
  const headers = { cookie: `fulcrum_session=planted; __Host-${cookie}`, host: 'feed.example.com' };
  const from = (origin: string) => sessionOfUpgrade({ ...headers, origin }, find, allowed)?.userId;
  expect(sessionOfUpgrade(headers, find, allowed)?.userId).toBe(user);
  expect(from('https://feed.example.com')).toBe(user);
  expect(from('https://app.example.com')).toBe(user);
  expect(from('http://feed.example.com')).toBeUndefined();
});
