import { assert } from '@fulcrum/log';
import { NONE, type Records } from '../records.ts';
import { SlotTable } from '../slot-table.ts';
import { printUuid, readUuid, UUID_WORDS } from '../uuid.ts';
import type { IdReader } from './id-reader.ts';

/** Finds records by the UUID that they hold. */
export class IdIndex {
  readonly #records: Records;
  /** The field of a record at which the four words of its id begin. */
  readonly #idField: number;
  /** Whoever has several indexes of ids of one sort lets them share it. */
  readonly #ids: IdReader;
  readonly #slots = new SlotTable();
  /**
   * The id that was looked for last, and the slot of its record, or NONE. A new order's id is looked for several times before it
   * is added, and that of an order that ends again after it is gone.
   */
  #text = '';
  #slot = NONE;
  /** The words of an id that is compared with a record's, and not looked for. */
  readonly #compared = new Uint32Array(UUID_WORDS);

  constructor(records: Records, idField: number, ids: IdReader) {
    this.#records = records;
    this.#idField = idField;
    this.#ids = ids;
  }

  /** @returns the slot of the record with this id, or NONE. */
  find(id: string): number {
    if (id === this.#text) return this.#slot;
    this.#slot = this.#find(this.#ids.read(id));
    this.#text = id;
    return this.#slot;
  }

  /** Whether a record has this id, which costs less than finding it. */
  isIdOf(slot: number, id: string): boolean {
    readUuid(id, this.#compared);
    return this.#holds(slot, this.#compared);
  }

  /** Makes a record with this id, which has none yet. */
  add(id: string): number {
    assert(this.find(id) === NONE, 'an id is taken once');
    const hash = this.#ids.read(id);
    const slot = this.#records.add();
    const { words } = this.#records.views(slot);
    const at = this.#records.offset(slot) + this.#idField;
    for (let word = 0; word < UUID_WORDS; word++) words[at + word] = this.#ids.words[word] as number;
    this.#slots.add(hash, slot);
    this.#slot = slot;
    return slot;
  }

  /** Forgets a record and its id. */
  remove(slot: number): void {
    const records = this.#records;
    const wasFound = slot === this.#slot;
    const hash = wasFound
      ? this.#ids.read(this.#text)
      : this.#ids.hashOf(records.views(slot).words, records.offset(slot) + this.#idField);
    this.#slots.remove(hash, slot);
    records.remove(slot);
    if (wasFound) this.#slot = NONE;
  }

  /** The text of a record's id. */
  idOf(slot: number): string {
    const records = this.#records;
    assert(records.isUsed(slot), 'a record whose id is printed is there');
    return printUuid(records.views(slot).words, records.offset(slot) + this.#idField);
  }

  /** The slot of the record whose id was read last, or NONE. */
  #find(hash: number): number {
    const slots = this.#slots;
    for (let slot = slots.first(hash); slot !== NONE; slot = slots.next())
      if (this.#holds(slot, this.#ids.words)) return slot;
    return NONE;
  }

  #holds(slot: number, id: Uint32Array): boolean {
    const { words } = this.#records.views(slot);
    const at = this.#records.offset(slot) + this.#idField;
    for (let word = 0; word < UUID_WORDS; word++) if (words[at + word] !== id[word]) return false;
    return true;
  }
}
