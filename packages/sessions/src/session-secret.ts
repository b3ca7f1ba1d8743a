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

/** Several secrets of that kind, of which the first is used: the others were, until it took their place. */
export const secretsInTurn = z
  .string({ error: `must be set to a secret of at least ${MIN_BYTES} bytes` })
  .transform((text) => text.split(',').map((secret) => secret.trim()))
  .pipe(z.tuple([sessionSecret], sessionSecret))
  .refine((secrets) => secrets.length <= 8, 'must be at most 8 secrets');

interface SecretSettings {
  readonly NODE_ENV: string;
}

/**
 * Refuses a secret in production that somebody could guess. It looks even when other settings are wrong, so that
 * every fault is named at once; a secret that is missing or too short is a fault already.
 *
 * @param name the setting, which is a secret or several.
 */
export function realSecretInProduction<Settings extends SecretSettings>(name = 'JWT_SECRET') {
  const check = (settings: Settings) => {
    const given: unknown = settings[name as keyof Settings];
    const secrets = Array.isArray(given) ? given : [given];
    const isReal = (secret: unknown) => {
      const { success, data } = sessionSecret.safeParse(secret);
      return !success || !isGuessable(data);
    };
    return settings.NODE_ENV !== 'production' || secrets.every(isReal);
  };
  return z.refine<Settings>(check, {
    path: [name],
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
