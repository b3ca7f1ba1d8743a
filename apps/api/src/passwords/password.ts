import { z } from 'zod';
import { isCommonPassword } from './common-passwords.ts';

const MIN_CHARACTERS = 12;
const MAX_CHARACTERS = 256;
/** Four for each character: what argon2 has to read. */
const MAX_BYTES = 1_024;

/**
 * A password that somebody names. It may be of any form that ever was allowed. Keyboards write some characters in several
 * ways, so it is brought into one form (NFKC, as NIST SP 800-63B has it).
 */
export const givenPassword = z
  .string()
  .max(2 * MAX_CHARACTERS, `must have at most ${MAX_CHARACTERS} characters`)
  .refine((text) => text.isWellFormed(), 'must be text')
  .transform((text) => text.normalize('NFKC'))
  .refine((text) => [...text].length <= MAX_CHARACTERS, `must have at most ${MAX_CHARACTERS} characters`)
  .refine((text) => Buffer.byteLength(text) <= MAX_BYTES, `must have at most ${MAX_BYTES} bytes`);

/** The present password, named by a user who changes how they sign in. */
export const provingPassword = givenPassword.optional().meta({
  format: 'password',
  description: 'Not needed within fifteen minutes of signing in with a link',
});

/** A password that somebody chooses. Its length counts, and not which characters it has (NIST SP 800-63B, 3.1.1.2). */
export const newPassword = givenPassword
  .refine((text) => [...text].length >= MIN_CHARACTERS, `must have at least ${MIN_CHARACTERS} characters`)
  .refine((text) => !isCommonPassword(text), 'is one of the most common passwords: choose another');

/** Whether a password is the address itself, which whoever knows the one tries first. */
export function isOwnAddress(password: string, email: string): boolean {
  return password.toLowerCase() === email;
}

export const OWN_ADDRESS = 'must not be the e-mail address';
