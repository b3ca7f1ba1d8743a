import { assert } from '@fulcrum/log';
import { readAmount, writeAmount } from './amount.ts';
import { type RecordViews, viewsOf } from './record-views.ts';

/**
 * Records of one page. Pages are few and large, so that the processor's cache holds where they all are. A page takes
 * memory only where it has been written to, so that a small state stays small.
 */
const PAGE_BITS = 14;
const PAGE_RECORDS = 1 << PAGE_BITS;
const SLOT_MASK = PAGE_RECORDS - 1;

/** No record has this slot. */
export const NONE = 0;

/**
 * Records of one size outside the garbage collector's sight. A million orders as objects cost a kilobyte each and
 * pauses whenever they are collected; as records they cost what their fields take, and nothing ever looks at them.
 *
 * A record is known by its slot, a number from 1. Growing adds a page and copies nothing. A field is known by its place in
 * the record (see RecordLayout), counted in words, or in numbers of two words (`number`, `amount`).
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
    assert(!this.isFull, 'there is room for one more record');
    this.#count += 1;
    const slot = this.#freed === NONE ? this.#unusedSlot() : this.#freedSlot();
    this.#setUsed(slot, 1);
    return slot;
  }

  /** Empties a record. Its slot may be used again. */
  remove(slot: number): void {
    assert(this.isUsed(slot), 'a record is removed once');
    const { words } = this.views(slot);
    const at = this.offset(slot);
    words.fill(0, at, at + this.#size);
    words[at] = this.#freed;
    this.#freed = slot;
    this.#count -= 1;
    this.#setUsed(slot, 0);
  }

  /** Whether a slot holds a record. */
  isUsed(slot: number): boolean {
    return this.#used[slot >> PAGE_BITS]?.[slot & SLOT_MASK] === 1;
  }

  /** The memory in which a record stands, for those who read or write all of it. */
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
    return this.views(slot).numbers[this.offset(slot) / 2 + place] as number;
  }

  setNumber(slot: number, place: number, value: number): void {
    this.views(slot).numbers[this.offset(slot) / 2 + place] = value;
  }

  /** A whole number of up to 127 bits with its sign, which takes the room of two numbers. */
  amount(slot: number, place: number): bigint {
    return readAmount(this.views(slot).integers, this.offset(slot) / 2 + place);
  }

  setAmount(slot: number, place: number, value: bigint): void {
    writeAmount(this.views(slot).integers, this.offset(slot) / 2 + place, value);
  }

  #freedSlot(): number {
    const slot = this.#freed;
    assert(!this.isUsed(slot), 'a slot that was freed holds no record');
    this.#freed = this.word(slot, 0);
    this.setWord(slot, 0, 0);
    return slot;
  }

  #unusedSlot(): number {
    if (this.#unused >> PAGE_BITS === this.#pages.length) this.#addPage();
    this.#unused += 1;
    return this.#unused - 1;
  }

  #setUsed(slot: number, isUsed: 0 | 1): void {
    (this.#used[slot >> PAGE_BITS] as Uint8Array)[slot & SLOT_MASK] = isUsed;
  }

  #addPage(): void {
    this.#pages.push(viewsOf(new ArrayBuffer(4 * this.#size * PAGE_RECORDS)));
    this.#used.push(new Uint8Array(PAGE_RECORDS));
  }
}
