import { createHash, randomBytes } from 'node:crypto';

/** By it people, and programs that look for secrets, know a key when they see one. */
const PREFIX = 'fk_';

/** 256 bits take 43 characters. */
const FORM = /^fk_[\w-]{43}$/;

export function makeKeySecret(): string {
  return PREFIX + randomBytes(32).toString('base64url');
}

/** Whether a token is meant as a key, and not as that of a session. It need not be a good one. */
export function isMeantAsKey(token: string): boolean {
  return token.startsWith(PREFIX);
}

/** The key in a header `Authorization: Bearer fk_...`, or undefined. It need not be a good one. */
export function keyInHeader(authorization: string | undefined): string | undefined {
  const token = /^Bearer (.*)$/i.exec(authorization ?? '')?.[1];
  return token !== undefined && isMeantAsKey(token) ? token : undefined;
}

/**
 * What is kept of a key. The secret is random and long, so a fast hash is enough: nobody can try all secrets.
 *
 * @returns undefined for what has not the form of a key.
 */
export function keyHash(secret: string): string | undefined {
  return FORM.test(secret) ? createHash('sha256').update(secret).digest('base64url') : undefined;
}
