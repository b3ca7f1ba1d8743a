import { z } from 'zod';

const MIN_BYTES = 32;

/**
 * A random text has many different characters. Of 32 hexadecimal digits, one in ten thousand has fewer than ten different
 * ones, and one in 28 million fewer than eight.
 */
const MIN_DIFFERENT = 8;

/** What stands in secrets that were made up or copied out of an example. A random one hardly ever has it. */
const TELLTALE = /secret|password|change.?me|default|replace|example|fulcrum|develop|keyboard/i;

/** The secret behind the session tokens, as long as the digest that it is used for. */
export const sessionSecret = z
  .string({ error: `must be set to a secret of at least ${MIN_BYTES} bytes` })
  .refine((secret) => Buffer.byteLength(secret) >= MIN_BYTES, `must have at least ${MIN_BYTES} bytes`);

interface SecretSettings {
  readonly NODE_ENV: string;
  readonly JWT_SECRET?: string | undefined;
}

/**
 * Refuses a secret in production that somebody could guess. It looks even when other settings are wrong, so that
 * every fault is named at once; a secret that is missing or too short is a fault already.
 */
export function realSecretInProduction<Settings extends SecretSettings>() {
  const check = ({ NODE_ENV, JWT_SECRET }: Settings) => {
    const { success, data } = sessionSecret.safeParse(JWT_SECRET);
    return NODE_ENV !== 'production' || !success || !isGuessable(data);
  };
  return z.refine<Settings>(check, {
    path: ['JWT_SECRET'],
    message: 'must be a real, random secret in production, as `openssl rand -base64 48` makes one',
    when: () => true,
  });
}

function isGuessable(secret: string): boolean {
  return new Set(secret).size < MIN_DIFFERENT || TELLTALE.test(secret) || isRepeated(secret) || isSequence(secret);
}

/** Made of one piece, over and over. */
function isRepeated(secret: string): boolean {
  return (secret + secret).indexOf(secret, 1) < secret.length;
}

/** Mostly characters that follow each other, as in 0123456789abcdef. */
function isSequence(secret: string): boolean {
  const codes = [...secret].map((character) => character.codePointAt(0) ?? 0);
  const steps = codes.filter((code, index) => Math.abs(code - (codes[index - 1] ?? code)) === 1);
  return steps.length > secret.length / 2;
}
