import { createHmac, generateKeyPairSync, randomUUID, sign } from 'node:crypto';
import { expect, it } from 'vitest';
import { SESSION_DAYS, signSession, verifySession } from './session-token.ts';

const SECRET = 'a secret that only this test knows, 0123456789';
const now = Math.floor(Date.now() / 1_000);
const good = { sub: randomUUID(), jti: randomUUID(), iat: now, exp: now + 600 };
const keys = generateKeyPairSync('rsa', { modulusLength: 2048 });

const part = (json: object) => Buffer.from(JSON.stringify(json)).toString('base64url');

/** A token made by hand, as a forger would. */
function token(header: object, claims: object, signature: (text: string) => string): string {
  const text = `${part(header)}.${part(claims)}`;
  return `${text}.${signature(text)}`;
}

const hmac =
  (secret: string, digest = 'sha256') =>
  (text: string) =>
    createHmac(digest, secret).update(text).digest('base64url');
const nothing = () => '';
const HS256 = { alg: 'HS256', typ: 'JWT' };

it('takes its own tokens, for a week', () => {
  const [userId, sessionId] = [randomUUID(), randomUUID()];
  const session = verifySession(signSession(userId, sessionId, SECRET), SECRET);
  expect(session).toEqual({ userId, sessionId, expiresAt: expect.any(Number) });
  const seconds = (session?.expiresAt ?? 0) - now;
  expect(Math.abs(seconds - SESSION_DAYS * 86_400)).toBeLessThan(60);
  expect(verifySession(token(HS256, good, hmac(SECRET)), SECRET)?.userId).toBe(good.sub);
});

it.each<[what: string, token: string]>([
  ['of no algorithm', token({ alg: 'none' }, good, nothing)],
  ['of no algorithm, in other letters', token({ alg: 'nOnE' }, good, nothing)],
  ['of no algorithm, but signed', token({ alg: 'none' }, good, hmac(SECRET))],
  ['of another name for the same algorithm', token({ alg: 'hs256' }, good, hmac(SECRET))],
  ['with HS384', token({ alg: 'HS384' }, good, hmac(SECRET, 'sha384'))],
  ['with HS512', token({ alg: 'HS512' }, good, hmac(SECRET, 'sha512'))],
  [
    'with RS256 and a key of the forger',
    token({ alg: 'RS256', jwk: keys.publicKey.export({ format: 'jwk' }) }, good, (text) =>
      sign('sha256', Buffer.from(text), keys.privateKey).toString('base64url'),
    ),
  ],
  ['with RS256 in name and our secret in fact', token({ alg: 'RS256' }, good, hmac(SECRET))],
  ['without an algorithm', token({ typ: 'JWT' }, good, hmac(SECRET))],
  ['signed with another secret', token(HS256, good, hmac(`${SECRET}!`))],
  ['signed with nothing', token(HS256, good, hmac(''))],
  ['without a signature', token(HS256, good, nothing)],
  ['past its time', token(HS256, { ...good, exp: now - 1 }, hmac(SECRET))],
  ['before its time', token(HS256, { ...good, nbf: now + 300 }, hmac(SECRET))],
  ['that never ends', token(HS256, { ...good, exp: undefined }, hmac(SECRET))],
  ['that ends at no time', token(HS256, { ...good, exp: 'never' }, hmac(SECRET))],
  ['without a user', token(HS256, { ...good, sub: undefined }, hmac(SECRET))],
  ['without an id', token(HS256, { ...good, jti: undefined }, hmac(SECRET))],
  ['with a user who is none', token(HS256, { ...good, sub: 'admin' }, hmac(SECRET))],
  ['with a fourth part', `${token(HS256, good, hmac(SECRET))}.x`],
  ['with white space', ` ${token(HS256, good, hmac(SECRET))}`],
])('refuses a token %s', (_what, forged) => {
  expect(verifySession(forged, SECRET)).toBeUndefined();
});
