import { createPublicKey, type KeyObject, verify } from 'node:crypto';

/** An ED25519 public key in base64: 32 bytes, written in the one way in which they are written. */
const KEY_FORM = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;

/** A signature in base64: 64 bytes. */
const SIGNATURE_FORM = /^[A-Za-z0-9+/]{85}[AQgw]==$/;

/** What stands before the 32 bytes of an ED25519 key in its DER form (RFC 8410). */
const DER_HEAD = Buffer.from('302a300506032b6570032100', 'hex');

/**
 * Points of a small order, as the first 31 bytes and the last without its sign. With such a key one signature would be
 * right for many texts.
 */
const SMALL_ORDER: ReadonlySet<string> = new Set([
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  '26e8958fc2b227b045c3f489f2ef98f0d5dfac05d3c63339b13802886d53fc05',
  'c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac037a',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
]);

/** Whether a text is a public key with which somebody can sign. */
export function isPublicKey(text: string): boolean {
  if (!KEY_FORM.test(text)) return false;
  const bytes = Buffer.from(text, 'base64');
  bytes[31] = (bytes[31] ?? 0) & 0x7f;
  return !SMALL_ORDER.has(bytes.toString('hex'));
}

/** @param text for which `isPublicKey` holds. */
export function publicKeyOf(text: string): KeyObject {
  const key = Buffer.concat([DER_HEAD, Buffer.from(text, 'base64')]);
  return createPublicKey({ key, format: 'der', type: 'spki' });
}

export function isSignedBy(key: KeyObject, text: string, signature: string): boolean {
  if (!SIGNATURE_FORM.test(signature)) return false;
  return verify(null, Buffer.from(text), key, Buffer.from(signature, 'base64'));
}
