import { keyFor, openBytes, sealBytes } from '@fulcrum/sealing';

/** Names the form, so that another one can be told from it. */
const FORM = 'v1.';

/** Encrypts small secrets for the database, with a key that the database does not have. */
export class SecretBox {
  readonly #key: Uint8Array;

  /** @param secret out of the environment. The key is made from it for this use alone. */
  constructor(secret: string) {
    this.#key = keyFor(secret, 'fulcrum second factor');
  }

  /** @param owner whose secret it is: it cannot be opened as that of another. */
  seal(text: string, owner: string): string {
    return FORM + sealBytes(this.#key, Buffer.from(text), owner).toString('base64url');
  }

  /** @throws Error when it was sealed for another owner or with another key, or was changed. */
  open(sealed: string, owner: string): string {
    if (!sealed.startsWith(FORM)) throw new Error('a sealed secret has an unknown form');
    return openBytes(this.#key, Buffer.from(sealed.slice(FORM.length), 'base64url'), owner).toString('utf8');
  }
}
