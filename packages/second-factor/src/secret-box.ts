import { createCipheriv, createDecipheriv, hkdfSync, randomBytes } from 'node:crypto';

const CIPHER = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;

/** Names the form, so that another one can be told from it. */
const FORM = 'v1.';

/** Encrypts small secrets for the database, with a key that the database does not have. */
export class SecretBox {
  readonly #key: Uint8Array;

  /** @param secret out of the environment. The key is made from it for this use alone. */
  constructor(secret: string) {
    this.#key = new Uint8Array(hkdfSync('sha256', secret, '', 'fulcrum second factor', 32));
  }

  /** @param owner whose secret it is: it cannot be opened as that of another. */
  seal(text: string, owner: string): string {
    const nonce = randomBytes(NONCE_BYTES);
    const cipher = createCipheriv(CIPHER, this.#key, nonce).setAAD(Buffer.from(owner));
    const sealed = Buffer.concat([nonce, cipher.update(text, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return FORM + sealed.toString('base64url');
  }

  /** @throws Error when it was sealed for another owner or with another key, or was changed. */
  open(sealed: string, owner: string): string {
    if (!sealed.startsWith(FORM)) throw new Error('a sealed secret has an unknown form');
    const bytes = Buffer.from(sealed.slice(FORM.length), 'base64url');
    if (bytes.length < NONCE_BYTES + TAG_BYTES) throw new Error('a sealed secret is too short');
    const decipher = createDecipheriv(CIPHER, this.#key, bytes.subarray(0, NONCE_BYTES), { authTagLength: TAG_BYTES });
    decipher.setAAD(Buffer.from(owner)).setAuthTag(bytes.subarray(-TAG_BYTES));
    return decipher.update(bytes.subarray(NONCE_BYTES, -TAG_BYTES), undefined, 'utf8') + decipher.final('utf8');
  }
}
