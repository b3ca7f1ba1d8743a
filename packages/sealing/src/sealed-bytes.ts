import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const KEY_BYTES = 32;
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/**
 * Makes a key out of a secret of the environment.
 *
 * @param use what is encrypted with it: other uses of the same secret have other keys.
 */
export function keyFor(secret: string, use: string): Uint8Array {
  return new Uint8Array(hkdfSync('sha256', secret, '', use, KEY_BYTES));
}

/**
 * Encrypts with a fresh nonce.
 *
 * @param owner whose it is: it cannot be opened as that of another.
 */
export function sealBytes(key: Uint8Array, bytes: Uint8Array, owner: string): Buffer {
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(CIPHER, key, nonce).setAAD(Buffer.from(owner));
  return Buffer.concat([nonce, cipher.update(bytes), cipher.final(), cipher.getAuthTag()]);
}

/** @throws Error when it was sealed for another owner or with another key, or was changed. */
export function openBytes(key: Uint8Array, sealed: Uint8Array, owner: string): Buffer {
  if (sealed.length < NONCE_BYTES + TAG_BYTES) throw new Error('what is sealed is too short');
  const decipher = createDecipheriv(CIPHER, key, sealed.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
  decipher.setAAD(Buffer.from(owner)).setAuthTag(sealed.subarray(-TAG_BYTES));
  return Buffer.concat([decipher.update(sealed.subarray(NONCE_BYTES, -TAG_BYTES)), decipher.final()]);
}
