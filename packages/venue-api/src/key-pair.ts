import { createPrivateKey, createPublicKey, type KeyObject, sign } from 'node:crypto';
import { assert } from '@fulcrum/log';

/** What stands before the 32 bytes of an ED25519 private key in its DER form (RFC 8410). */
const DER_HEAD = Buffer.from('302e020100300506032b657004220420', 'hex');

/** A private key in base64: 32 bytes, written in the one way in which they are written. */
const SECRET_FORM = /^[A-Za-z0-9+/]{42}[AEIMQUYcgkosw048]=$/;

export function isSecret(text: string): boolean {
  return SECRET_FORM.test(text);
}

/** A key with which a client of the venue signs. */
export class KeyPair {
  /** In base64: the API key. */
  readonly publicKey: string;
  readonly #secret: KeyObject;

  /** @param secret in base64, for which `isSecret` holds. */
  constructor(secret: string) {
    assert(isSecret(secret), 'a secret is 32 bytes in base64');
    const key = Buffer.concat([DER_HEAD, Buffer.from(secret, 'base64')]);
    this.#secret = createPrivateKey({ key, format: 'der', type: 'pkcs8' });
    const der = createPublicKey(this.#secret).export({ format: 'der', type: 'spki' });
    this.publicKey = der.subarray(-32).toString('base64');
  }

  /** @returns the signature in base64. */
  sign(text: string): string {
    return sign(null, Buffer.from(text), this.#secret).toString('base64');
  }
}
