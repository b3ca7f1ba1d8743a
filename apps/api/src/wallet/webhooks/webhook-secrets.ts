import { z } from 'zod';

const WRONG = 'must be whsec_ and 24 to 64 bytes in base64; several are parted by commas';

/** 24 to 64 bytes, as Standard Webhooks wants them. */
function isSecret(text: string): boolean {
  const [, base64] = /^whsec_([A-Za-z0-9+/]+={0,2})$/.exec(text) ?? [];
  if (base64 === undefined) return false;
  const bytes = Buffer.from(base64, 'base64');
  return bytes.toString('base64') === base64 && bytes.length >= 24 && bytes.length <= 64;
}

/** Secrets of webhooks. Each of them is good: a new one is added before its sender uses it. */
export const webhookSecrets = z
  .string()
  .transform((text) => text.split(',').map((secret) => secret.trim()))
  .refine((secrets) => secrets.length <= 8 && secrets.every(isSecret), WRONG);
