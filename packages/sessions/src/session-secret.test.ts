import { randomBytes } from 'node:crypto';
import { expect, it } from 'vitest';
import { z } from 'zod';
import { realSecretInProduction, sessionSecret } from './session-secret.ts';

const settings = z.object({ NODE_ENV: z.string(), JWT_SECRET: sessionSecret }).check(realSecretInProduction());
const faults = (JWT_SECRET: string | undefined, NODE_ENV = 'production') =>
  settings.safeParse({ NODE_ENV, JWT_SECRET }).error?.issues.map(({ message }) => message) ?? [];

it('takes random secrets of 32 bytes and more, however they are written', () => {
  for (let round = 0; round < 200; round += 1)
    for (const secret of [
      randomBytes(32).toString('hex'),
      randomBytes(16).toString('hex'),
      randomBytes(24).toString('base64'),
      randomBytes(48).toString('base64url'),
    ])
      expect(faults(secret)).toEqual([]);
});

it('counts bytes', () => {
  expect(faults('kYw7Qz2mXv9Rt4Lp8Nc1Bd6Hg3Jf5Sa')).toEqual(['must have at least 32 bytes']);
  expect(faults('kYw7Qz2mXv9Rt4Lp8Nc1Bd6Hg3Jf5Sé')).toEqual([]);
  expect(faults(undefined)).toEqual(['must be set to a secret of at least 32 bytes']);
});

it.each([
  ['one character', 'x'.repeat(40)],
  ['two characters, in no order', 'azzazaazzaazazzazaazazzaazzazaaz'],
  ['a piece over and over', '0f1e2d3c4b5a6978'.repeat(3)],
  ['a row of the keyboard’s and the alphabet’s characters', '0123456789abcdefghijklmnopqrstuvwxyz'],
  ['what an example says', 'please-CHANGE-ME-to-something-9f3kq2x7'],
  ['a secret that calls itself one', 'my-super-secret-jwt-signing-key-2024'],
  ['what tests sign with', 'a secret that only the tests know, 0123456789'],
])('refuses %s in production, and nowhere else', (_what, secret) => {
  expect(faults(secret)).toEqual([expect.stringMatching(/^must be a real, random secret in production/)]);
  expect(faults(secret, 'development')).toEqual([]);
});
