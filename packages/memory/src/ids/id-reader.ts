import { readUuid, UUID_WORDS } from '../uuid.ts';
import { type HashKey, hashId } from './id-hash.ts';

/**
 * Reads UUIDs as words, and hashes them. The last one is remembered, because each of several indexes is asked for the id of a
 * new order: whoever shares a reader among them has its text read once.
 */
export class IdReader {
  /** The words of the id that was read last. */
  readonly words = new Uint32Array(UUID_WORDS);
  readonly #ofRecord = new Uint32Array(UUID_WORDS);
  readonly #key: HashKey;
  #text = '';
  #hash = 0;

  constructor(key: HashKey) {
    this.#key = key;
  }

  /** @returns the hash of an id, whose words are then in `words`. */
  read(id: string): number {
    if (id === this.#text) return this.#hash;
    readUuid(id, this.words);
    this.#text = id;
    this.#hash = hashId(this.words, this.#key);
    return this.#hash;
  }

  /** The hash of the id whose words begin at a place. The one that was read last stays remembered. */
  hashOf(words: Uint32Array, at: number): number {
    for (let word = 0; word < UUID_WORDS; word++) this.#ofRecord[word] = words[at + word] as number;
    return hashId(this.#ofRecord, this.#key);
  }
}
