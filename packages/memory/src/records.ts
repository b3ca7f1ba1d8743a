import { assert } from '@fulcrum/log';

/** Records of one page: enough that there are few pages, and so few that a small state stays small. */
const PAGE_BITS = 10;
const PAGE_RECORDS = 1 << PAGE_BITS;
const SLOT_MASK = PAGE_RECORDS - 1;

const LOW_HALF = 1n << 64n;
const AMOUNT_LIMIT = 1n << 128n;

/** No record has this slot. */
export const NONE = 0;

/**
 * Records of one size outside the garbage collector's sight. A million orders as objects cost a kilobyte each and
 * pauses whenever they are collected; as records they cost what their fields take, and nothing ever looks at them.
 *
 * A record is known by its slot, a number from 1. Growing adds a page and copies nothing. A field is known by its
 * place in the record, counted in words, in numbers (`number`) or in whole numbers of two words (`amount`).
 */
export class Records {
  /** Words of one record: an even number. */
  readonly #size: number;
  readonly #limit: number;
  /** The pages in three views: 32-bit words, floating point numbers of two words, whole numbers of two words. */
  readonly #words: Uint32Array[] = [];
  readonly #numbers: Float64Array[] = [];
  readonly #integers: BigUint64Array[] = [];
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
    const slot = this.#freed;
    if (slot !== NONE) {
      this.#freed = this.word(slot, 0);
      this.setWord(slot, 0, 0);
      return slot;
    }
    if (this.#unused >> PAGE_BITS === this.#words.length) this.#addPage();
    this.#unused += 1;
    return this.#unused - 1;
  }

  remove(slot: number): void {
    const words = this.#wordsOf(slot);
    const at = (slot & SLOT_MASK) * this.#size;
    for (let word = at; word < at + this.#size; word++) words[word] = 0;
    this.setWord(slot, 0, this.#freed);
    this.#freed = slot;
    this.#count -= 1;
  }

  word(slot: number, field: number): number {
    return this.#wordsOf(slot)[(slot & SLOT_MASK) * this.#size + field] as number;
  }

  setWord(slot: number, field: number, value: number): void {
    this.#wordsOf(slot)[(slot & SLOT_MASK) * this.#size + field] = value;
  }

  number(slot: number, field: number): number {
    return this.#numbersOf(slot)[((slot & SLOT_MASK) * this.#size) / 2 + field] as number;
  }

  setNumber(slot: number, field: number, value: number): void {
    this.#numbersOf(slot)[((slot & SLOT_MASK) * this.#size) / 2 + field] = value;
  }

  /** An amount of money, which takes two places: it may be larger than 64 bits, and is never negative. */
  amount(slot: number, field: number): bigint {
    const integers = this.#integersOf(slot);
    const at = ((slot & SLOT_MASK) * this.#size) / 2 + field;
    const low = integers[at] as bigint;
    const high = integers[at + 1] as bigint;
    return high === 0n ? low : (high << 64n) | low;
  }

  setAmount(slot: number, field: number, value: bigint): void {
    assert(value >= 0n && value < AMOUNT_LIMIT, 'an amount of a record is not negative and fits 128 bits');
    const integers = this.#integersOf(slot);
    const at = ((slot & SLOT_MASK) * this.#size) / 2 + field;
    integers[at] = value;
    integers[at + 1] = value < LOW_HALF ? 0n : value >> 64n;
  }

  /** Copies words of a record, as they are, to a place in `target`. */
  copy(slot: number, field: number, count: number, target: Uint32Array, to: number): void {
    const words = this.#wordsOf(slot);
    const at = (slot & SLOT_MASK) * this.#size + field;
    for (let word = 0; word < count; word++) target[to + word] = words[at + word] as number;
  }

  #wordsOf(slot: number): Uint32Array {
    return this.#words[slot >> PAGE_BITS] as Uint32Array;
  }

  #numbersOf(slot: number): Float64Array {
    return this.#numbers[slot >> PAGE_BITS] as Float64Array;
  }

  #integersOf(slot: number): BigUint64Array {
    return this.#integers[slot >> PAGE_BITS] as BigUint64Array;
  }

  #addPage(): void {
    const memory = new ArrayBuffer(4 * this.#size * PAGE_RECORDS);
    this.#words.push(new Uint32Array(memory));
    this.#numbers.push(new Float64Array(memory));
    this.#integers.push(new BigUint64Array(memory));
  }
}
