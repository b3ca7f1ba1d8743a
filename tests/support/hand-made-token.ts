import { createHmac } from 'node:crypto';

/** A JSON Web Token made by hand, as a forger would. The digest of `none` is empty. */
export function handMadeToken(claims: object, secret: string, alg: 'HS256' | 'HS512' | 'none' = 'HS256'): string {
  const part = (json: object) => Buffer.from(JSON.stringify(json)).toString('base64url');
  const text = `${part({ alg, typ: 'JWT' })}.${part(claims)}`;
  if (alg === 'none') return `${text}.`;
  const digest = createHmac(alg === 'HS256' ? 'sha256' : 'sha512', secret)
    .update(text)
    .digest('base64url');
  return `${text}.${digest}`;
}
