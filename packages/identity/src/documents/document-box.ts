import { createHash } from 'node:crypto';
import { keyFor, openBytes, sealBytes } from '@fulcrum/sealing';

const USE = 'fulcrum identity documents';

/** The first byte, so that another form can be told from it. */
const FORM = 1;
const KEY_ID_BYTES = 8;

interface Key {
  /** Tells which of several keys something was encrypted with. It says nothing about the key. */
  readonly id: Buffer;
  readonly bytes: Uint8Array;
}

/** Whose a document is, and which: it cannot be opened as another one. */
export interface DocumentOwner {
  readonly documentId: string;
  readonly userId: string;
}

/** Encrypts documents for the database, with keys that the database does not have. */
export class DocumentBox {
  readonly #keys: readonly [Key, ...Key[]];

  /** @param secrets out of the environment: the first encrypts, and all decrypt. */
  constructor([first, ...others]: readonly [string, ...string[]]) {
    this.#keys = [made(first), ...others.map(made)];
  }

  seal(bytes: Uint8Array, owner: DocumentOwner): Uint8Array<ArrayBuffer> {
    const [key] = this.#keys;
    return Uint8Array.from(Buffer.concat([Buffer.of(FORM), key.id, sealBytes(key.bytes, bytes, nameOf(owner))]));
  }

  /** @throws Error when it was sealed for another owner or with an unknown key, or was changed. */
  open(sealed: Uint8Array, owner: DocumentOwner): Buffer {
    if (sealed[0] !== FORM) throw new Error('a sealed document has an unknown form');
    const id = sealed.subarray(1, 1 + KEY_ID_BYTES);
    const key = this.#keys.find((known) => known.id.equals(id));
    if (key === undefined)
      throw new Error('a document was encrypted with a key that DOCUMENTS_SECRET does not name any more');
    return openBytes(key.bytes, sealed.subarray(1 + KEY_ID_BYTES), nameOf(owner));
  }
}

function made(secret: string): Key {
  const bytes = keyFor(secret, USE);
  return { bytes, id: createHash('sha256').update(bytes).digest().subarray(0, KEY_ID_BYTES) };
}

function nameOf({ documentId, userId }: DocumentOwner): string {
  return `${documentId}:${userId}`;
}
