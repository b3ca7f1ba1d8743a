import { assert } from '@fulcrum/log';
import { readAmount, writeAmount } from './amount.ts';
import { type RecordViews, viewsOf } from './record-views.ts';

/** Records of one page. Pages are few and large, so that the processor's cache holds where they all are. */
const PAGE_BITS = 14;
const PAGE_RECORDS = 1 << PAGE_BITS;
const SLOT_MASK = PAGE_RECORDS - 1;

/**
 * The first page begins with this many records, and grows by the factor below: a small state, of which tests and the
 * simulator make thousands, would spend most of its time on pages that stay empty.
 */
const FIRST_RECORDS = 1 << 6;
const GROWTH = 4;

/** No record has this slot. */
export const NONE = 0;

/**
 * Records of one size outside the garbage collector's sight. A million orders as objects cost a kilobyte each and
 * pauses whenever they are collected; as records they cost what their fields take, and nothing ever looks at them.
 *
 * A record is known by its slot, a number from 1. Growing adds a page; only the first one is copied, while it is small. A
 * field is known by its place in the record (see RecordLayout), counted in words, or in numbers of two words (`number`,
 * `amount`).
 */
export class Records {
  /** Words of one record: an even number. */
  readonly #size: number;
  readonly #limit: number;
  readonly #pages: RecordViews[] = [];
  /** For each page, which of its slots hold a record: one that was freed is never read, nor freed once more. */
  readonly #used: Uint8Array[] = [];
  /** Slots from here on were never used. */
  #unused = 1;
  /** Slots from here on have no memory yet. */
  #end = 0;
  /** The slot that was freed last; its first word is the slot freed before it. */
  #freed = NONE;
  #count = 0;

  /** @param limit how many records there may be at a time. */
  constructor(size: number, limit: number) {
    assert(size % 2 === 0, 'a record has an even number of words');
    this.#size = size;
    this.#limit = limit;
  }

  get count(): number {
    return this.#count;
  }

  get isFull(): boolean {
    return this.#count >= this.#limit;
  }

  /** Makes a record in which everything is zero. */
  add(): number {
    assert(this.#count < this.#limit, 'there is room for one more record');
    this.#count += 1;
    const slot = this.#freed === NONE ? this.#unusedSlot() : this.#freedSlot();
    const used = this.#used[slot >> PAGE_BITS] as Uint8Array;
    assert(used[slot & SLOT_MASK] === 0, 'a slot that is given to a record holds none');
    used[slot & SLOT_MASK] = 1;
    return slot;
  }

  /** Empties a record. Its slot may be used again. */
  remove(slot: number): void {
    const used = this.#used[slot >> PAGE_BITS];
    assert(used !== undefined && used[slot & SLOT_MASK] === 1, 'a record is removed once');
    used[slot & SLOT_MASK] = 0;
    const { words } = this.views(slot);
    const at = this.offset(slot);
    // A loop, because a call of `fill` costs more than the few words of a record.
    for (let word = at; word < at + this.#size; word++) words[word] = 0;
    words[at] = this.#freed;
    this.#freed = slot;
    this.#count -= 1;
  }

  /** The slots of all records. */
  slots(): number[] {
    const slots: number[] = [];
    for (let slot = 1; slot < this.#unused; slot++) if (this.isUsed(slot)) slots.push(slot);
    return slots;
  }

  /** Whether a slot holds a record. */
  isUsed(slot: number): boolean {
    return this.#used[slot >> PAGE_BITS]?.[slot & SLOT_MASK] === 1;
  }

  /** The memory in which a record stands, for those who read or write all of it, until the next record is added. */
  views(slot: number): RecordViews {
    return this.#pages[slot >> PAGE_BITS] as RecordViews;
  }

  /** The word of that memory at which the record begins. */
  offset(slot: number): number {
    return (slot & SLOT_MASK) * this.#size;
  }

  word(slot: number, place: number): number {
    return this.views(slot).words[this.offset(slot) + place] as number;
  }

  setWord(slot: number, place: number, value: number): void {
    this.views(slot).words[this.offset(slot) + place] = value;
  }

  number(slot: number, place: number): number {
    return this.views(slot).numbers[(this.offset(slot) >> 1) + place] as number;
  }

  setNumber(slot: number, place: number, value: number): void {
    this.views(slot).numbers[(this.offset(slot) >> 1) + place] = value;
  }

  /** A whole number of up to 127 bits with its sign, which takes the room of two numbers. */
  amount(slot: number, place: number): bigint {
    return readAmount(this.views(slot), (this.offset(slot) >> 1) + place);
  }

  setAmount(slot: number, place: number, value: bigint): void {
    writeAmount(this.views(slot), (this.offset(slot) >> 1) + place, value);
  }

  #freedSlot(): number {
    const slot = this.#freed;
    const { words } = this.views(slot);
    const at = this.offset(slot);
    this.#freed = words[at] as number;
    words[at] = 0;
    return slot;
  }

  #unusedSlot(): number {
    if (this.#unused >= this.#end) this.#grow();
    this.#unused += 1;
    return this.#unused - 1;
  }

  #grow(): void {
    if (this.#end >= PAGE_RECORDS) this.#setPage(this.#pages.length, PAGE_RECORDS);
    else this.#setPage(0, this.#end === 0 ? FIRST_RECORDS : this.#end * GROWTH);
  }

  /** Gives a page its room. What it had stays as it was. */
  #setPage(page: number, records: number): void {
    const [views, used] = [viewsOf(new ArrayBuffer(4 * this.#size * records)), new Uint8Array(records)];
    const [oldViews, oldUsed] = [this.#pages[page], this.#used[page]];
    if (oldViews !== undefined) views.words.set(oldViews.words);
    if (oldUsed !== undefined) used.set(oldUsed);
    this.#pages[page] = views;
    this.#used[page] = used;
    this.#end = page * PAGE_RECORDS + records;
    assert(this.#end <= PAGE_RECORDS * this.#pages.length, 'a page is not larger than its slots');
  }
}
