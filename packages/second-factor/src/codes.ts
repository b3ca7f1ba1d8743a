import { createHash, randomBytes } from 'node:crypto';
import { verifySync } from 'otplib';
import { z } from 'zod';

/** A code may be of the time step before or after: people type slowly, and clocks differ. */
const TOLERANCE_SECONDS = 30;

const RECOVERY_CODES = 10;
/** Nobody guesses 80 random bits, so that a plain hash of them is enough. */
const RECOVERY_BYTES = 10;

const TOTP = /^\d{6}$/;
const RECOVERY = /^[0-9a-f]{20}$/;

/** A code out of the app, or a recovery code, as people type it: with spaces, hyphens and capitals as they like. */
export const code = z
  .string()
  .max(64)
  .transform((text) => text.replace(/[\s-]/g, '').toLowerCase())
  .refine((text) => TOTP.test(text) || RECOVERY.test(text), 'must be six digits, or a recovery code');

export function isRecoveryCode(code: string): boolean {
  return RECOVERY.test(code);
}

/** @returns the time step that a code out of the app is of; undefined for a wrong one. */
export function stepOf(secret: string, code: string): number | undefined {
  if (!TOTP.test(code)) return undefined;
  const result = verifySync({ secret, token: code, epochTolerance: TOLERANCE_SECONDS });
  return result.valid && 'timeStep' in result ? result.timeStep : undefined;
}

/** New recovery codes, as people read them. */
export function makeRecoveryCodes(): string[] {
  return Array.from({ length: RECOVERY_CODES }, () => {
    const text = randomBytes(RECOVERY_BYTES).toString('hex');
    return (text.match(/.{5}/g) ?? []).join('-');
  });
}

export function recoveryHash(recoveryCode: string): string {
  return createHash('sha256').update(recoveryCode.replaceAll('-', '')).digest('hex');
}
