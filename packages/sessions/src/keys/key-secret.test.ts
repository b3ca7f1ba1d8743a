import { expect, test } from 'vitest';
import { isMeantAsKey, keyHash, keyInHeader, makeKeySecret } from './key-secret.ts';

test('a secret has 256 random bits behind its prefix, and its hash tells nothing of it', () => {
  const [one, other] = [makeKeySecret(), makeKeySecret()];
  expect(one).toMatch(/^fk_[\w-]{43}$/);
  expect(one).not.toBe(other);
  expect(Buffer.from(one.slice(3), 'base64url').length).toBe(32);
  expect(keyHash(one)).toBe(keyHash(one));
  expect(keyHash(one)).not.toBe(keyHash(other));
  expect(keyHash(one)).toHaveLength(43);
});

test('what has not the form of a key has no hash, so that nobody looks for it', () => {
  const secret = makeKeySecret();
  for (const text of ['', 'fk_', secret.slice(0, -1), `${secret}A`, ` ${secret}`, `${secret}\n`, secret.slice(3)])
    expect(keyHash(text)).toBeUndefined();
});

test('a header has a key or not, whatever comes behind the prefix', () => {
  const secret = makeKeySecret();
  expect(keyInHeader(`Bearer ${secret}`)).toBe(secret);
  expect(keyInHeader(`bearer ${secret}`)).toBe(secret);
  expect(keyInHeader('Bearer fk_no key')).toBe('fk_no key');
  for (const header of [undefined, '', secret, 'Bearer eyJh.eyJz.c2ln', `Basic ${secret}`])
    expect(keyInHeader(header)).toBeUndefined();
  expect([isMeantAsKey(secret), isMeantAsKey('eyJh.eyJz.c2ln')]).toEqual([true, false]);
});
