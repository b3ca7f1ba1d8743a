import { createHmac, createSecretKey, timingSafeEqual } from 'node:crypto';
import jwt from 'jsonwebtoken';
import { z } from 'zod';

/** Who a request comes from, and in which session. */
export interface Session {
  readonly userId: string;
  readonly sessionId: string;
  /** When it ends by itself, in seconds since 1970. */
  readonly expiresAt: number;
}

export const SESSION_DAYS = 7;

const claims = z.object({ sub: z.uuid(), jti: z.uuid(), exp: z.number() });

/** The one algorithm that is made and accepted. */
const ALGORITHM = 'HS256';

/** Ours have some 270 characters. */
const LONGEST_TOKEN = 512;

/** Three parts, of which the last is a digest of 32 bytes. */
const TOKEN_FORM = /^[\w-]+\.[\w-]+\.[\w-]{43}$/;

export function signSession(userId: string, sessionId: string, secret: string): string {
  const options = { subject: userId, jwtid: sessionId, expiresIn: `${SESSION_DAYS}d`, algorithm: ALGORITHM } as const;
  return jwt.sign({}, secret, options);
}

/**
 * A forged token costs some two microseconds. The library's own check takes ten times as long, and is made for tokens
 * with a right signature alone.
 *
 * @returns the session, or undefined for a token that is forged, malformed or past its time.
 */
export function verifySession(token: string, secret: string): Session | undefined {
  if (!isSigned(token, secret)) return undefined;
  try {
    // Of a text the library would first find out, at length, that it is no public key.
    const key = createSecretKey(secret, 'utf8');
    const { sub, jti, exp } = claims.parse(jwt.verify(token, key, { algorithms: [ALGORITHM] }));
    return { userId: sub, sessionId: jti, expiresAt: exp };
  } catch {
    return undefined;
  }
}

/** Whether a text has a token's form, and the signature that belongs to it. */
function isSigned(text: string, secret: string): boolean {
  if (text.length > LONGEST_TOKEN || !TOKEN_FORM.test(text)) return false;
  const at = text.lastIndexOf('.');
  const right = createHmac('sha256', secret).update(text.slice(0, at)).digest('base64url');
  return timingSafeEqual(Buffer.from(text.slice(at + 1)), Buffer.from(right));
}
