import { assert } from '@fulcrum/log';
import { type HashKey, hashId } from './id-hash.ts';
import { NONE, type Records } from './records.ts';
import { SlotTable } from './slot-table.ts';
import { printUuid, readUuid, UUID_WORDS } from './uuid.ts';

/** Finds records by the UUID that they hold. */
export class IdIndex {
  readonly #records: Records;
  /** The field of a record at which the four words of its id begin. */
  readonly #idField: number;
  readonly #key: HashKey;
  readonly #slots = new SlotTable();
  /** The id that was read last, its words, and their hash: a new order's id is looked for before it is added. */
  #text = '';
  readonly #id = new Uint32Array(UUID_WORDS);
  #idHash = 0;
  /** The words of an id that is compared with a record's, and not looked for. */
  readonly #compared = new Uint32Array(UUID_WORDS);

  constructor(records: Records, idField: number, key: HashKey) {
    this.#records = records;
    this.#idField = idField;
    this.#key = key;
  }

  /** @returns the slot of the record with this id, or NONE. */
  find(id: string): number {
    return this.#find(this.#read(id));
  }

  /** Whether a record has this id, which costs less than finding it. */
  isIdOf(slot: number, id: string): boolean {
    readUuid(id, this.#compared);
    return this.#holds(slot, this.#compared);
  }

  /** Makes a record with this id, which has none yet. */
  add(id: string): number {
    const hash = this.#read(id);
    assert(this.#find(hash) === NONE, 'an id is taken once');
    const slot = this.#records.add();
    for (let word = 0; word < UUID_WORDS; word++)
      this.#records.setWord(slot, this.#idField + word, this.#id[word] as number);
    this.#slots.add(hash, slot);
    return slot;
  }

  /** Forgets a record and its id. */
  remove(slot: number): void {
    for (let word = 0; word < UUID_WORDS; word++) this.#id[word] = this.#records.word(slot, this.#idField + word);
    this.#text = '';
    this.#slots.remove(hashId(this.#id, this.#key), slot);
    this.#records.remove(slot);
  }

  /** The text of a record's id. */
  idOf(slot: number): string {
    const records = this.#records;
    assert(records.isUsed(slot), 'a record whose id is printed is there');
    return printUuid(records.views(slot).words, records.offset(slot) + this.#idField);
  }

  /** @returns the hash of an id, whose words are then in `#id`. */
  #read(id: string): number {
    if (id === this.#text) return this.#idHash;
    readUuid(id, this.#id);
    this.#text = id;
    this.#idHash = hashId(this.#id, this.#key);
    return this.#idHash;
  }

  /** The slot of the record that has `#id`, or NONE. */
  #find(hash: number): number {
    const slots = this.#slots;
    for (let slot = slots.first(hash); slot !== NONE; slot = slots.next()) if (this.#holds(slot, this.#id)) return slot;
    return NONE;
  }

  #holds(slot: number, id: Uint32Array): boolean {
    const { words } = this.#records.views(slot);
    const at = this.#records.offset(slot) + this.#idField;
    for (let word = 0; word < UUID_WORDS; word++) if (words[at + word] !== id[word]) return false;
    return true;
  }
}
