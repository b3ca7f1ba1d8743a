import { assert } from '@fulcrum/log';
import { NONE, Records } from '@fulcrum/memory';
import { MAX_ORDERS } from '../numbers/limits.ts';

/** Keys of one chunk: so few that they are looked through in their order, which waits for memory once. */
const CHUNK = 32;
/** Behind the keys of a chunk stand the slots of their levels, and how many they are. */
const SLOTS = 2 * CHUNK;
const COUNT = SLOTS + CHUNK;
const CHUNK_WORDS = COUNT + 2;
/** Chunks for which a ladder has room at first. */
const FIRST_CHUNKS = 16;

/** The memory of the chunks of all ladders: side by side, and outside the garbage collector's sight. */
export function ladderChunks(): Records {
  return new Records(CHUNK_WORDS, MAX_ORDERS);
}

/**
 * Levels by key in ascending order, the best one last: most come and go at the end, where nothing has to be moved. The keys
 * stand in chunks, so that adding one anywhere moves a few hundred bytes and makes no garbage.
 */
export class PriceLadder {
  readonly #records: Records;
  /** The chunks in the order of their keys. None of them is empty. */
  #chunks = new Uint32Array(FIRST_CHUNKS);
  /** The first key of each, side by side: the search for a chunk looks at nothing else. */
  #firsts = new Float64Array(FIRST_CHUNKS);
  #chunkCount = 0;
  /** Where the key that was looked for last stands, or would: which chunk that is, and the place in it. */
  #at = 0;
  #place = 0;
  #best: number = NONE;

  constructor(chunks: Records) {
    this.#records = chunks;
  }

  /** The slot of the level with the highest key, or NONE. */
  get best(): number {
    return this.#best;
  }

  /** @returns the slot of the level with this key, or NONE. */
  find(key: number): number {
    return this.#seek(key) ? this.#slotAt(this.#at, this.#place) : NONE;
  }

  /** @returns the slot of the level with the highest key below this one, or NONE. */
  below(key: number): number {
    this.#seek(key);
    if (this.#place > 0) return this.#slotAt(this.#at, this.#place - 1);
    return this.#at === 0 ? NONE : this.#slotAt(this.#at - 1, this.#countOf(this.#at - 1) - 1);
  }

  /** Adds a level at a key that was just looked for (see `find`), and is not there. */
  add(key: number, slot: number): void {
    if (this.#chunkCount === 0) this.#insertChunk(0);
    if (this.#countOf(this.#at) === CHUNK) this.#split();
    const [at, place] = [this.#at, this.#place];
    const { words, numbers } = this.#viewsOf(at);
    const from = this.#offsetOf(at);
    const keys = from >> 1;
    const slots = from + SLOTS;
    const count = words[from + COUNT] as number;
    assert(count < CHUNK && place <= count, 'a chunk has room for one more key');
    const isAbove = place === 0 ? at === 0 : (numbers[keys + place - 1] as number) < key;
    const isBelow = at + 1 === this.#chunkCount || key < (this.#firsts[at + 1] as number);
    assert(isAbove && isBelow, 'a level is added where its key was looked for');
    assert(place === count || key < (numbers[keys + place] as number), 'a price has one level');
    for (let moved = count; moved > place; moved--) {
      numbers[keys + moved] = numbers[keys + moved - 1] as number;
      words[slots + moved] = words[slots + moved - 1] as number;
    }
    numbers[keys + place] = key;
    words[slots + place] = slot;
    words[from + COUNT] = count + 1;
    if (place === 0) this.#firsts[at] = key;
    if (at === this.#chunkCount - 1) this.#noteBest();
  }

  remove(key: number): void {
    const isThere = this.#seek(key);
    assert(isThere, 'a level that is removed is there');
    const at = this.#at;
    const { words, numbers } = this.#viewsOf(at);
    const from = this.#offsetOf(at);
    const keys = from >> 1;
    const slots = from + SLOTS;
    const left = (words[from + COUNT] as number) - 1;
    for (let moved = this.#place; moved < left; moved++) {
      numbers[keys + moved] = numbers[keys + moved + 1] as number;
      words[slots + moved] = words[slots + moved + 1] as number;
    }
    words[from + COUNT] = left;
    if (left === 0) this.#removeChunk(at);
    else if (this.#place === 0) this.#firsts[at] = numbers[keys] as number;
    if (at >= this.#chunkCount - 1) this.#noteBest();
  }

  /** Looks for a key. @returns whether it is there. */
  #seek(key: number): boolean {
    this.#at = 0;
    this.#place = 0;
    if (this.#chunkCount === 0) return false;
    const at = this.#chunkOf(key);
    const { words, numbers } = this.#viewsOf(at);
    const from = this.#offsetOf(at);
    const keys = from >> 1;
    const count = words[from + COUNT] as number;
    let place = 0;
    while (place < count && (numbers[keys + place] as number) < key) place += 1;
    this.#at = at;
    this.#place = place;
    return place < count && numbers[keys + place] === key;
  }

  /** The last chunk whose first key is not above this one, or the first chunk. */
  #chunkOf(key: number): number {
    const firsts = this.#firsts;
    let from = 0;
    let to = this.#chunkCount - 1;
    if (to === 0 || (firsts[to] as number) <= key) return to;
    // The chunk is among those from `from` to before `to`.
    while (to - from > 1) {
      const middle = (from + to) >>> 1;
      if ((firsts[middle] as number) <= key) from = middle;
      else to = middle;
    }
    return from;
  }

  /** Moves the upper half of a full chunk's keys into a new one. What was looked for stands where it belongs afterwards. */
  #split(): void {
    const half = CHUNK >>> 1;
    const at = this.#at;
    this.#insertChunk(at + 1);
    const [lower, upper] = [this.#viewsOf(at), this.#viewsOf(at + 1)];
    const [lowerFrom, upperFrom] = [this.#offsetOf(at), this.#offsetOf(at + 1)];
    for (let moved = half; moved < CHUNK; moved++) {
      upper.numbers[(upperFrom >> 1) + moved - half] = lower.numbers[(lowerFrom >> 1) + moved] as number;
      upper.words[upperFrom + SLOTS + moved - half] = lower.words[lowerFrom + SLOTS + moved] as number;
    }
    lower.words[lowerFrom + COUNT] = half;
    upper.words[upperFrom + COUNT] = CHUNK - half;
    this.#firsts[at + 1] = upper.numbers[upperFrom >> 1] as number;
    // A key between the two halves belongs to the lower one, whose first key alone may not change.
    if (this.#place <= half) return;
    this.#at += 1;
    this.#place -= half;
  }

  #insertChunk(at: number): void {
    if (this.#chunkCount === this.#chunks.length) this.#grow();
    this.#chunks.copyWithin(at + 1, at, this.#chunkCount);
    this.#firsts.copyWithin(at + 1, at, this.#chunkCount);
    this.#chunks[at] = this.#records.add();
    this.#chunkCount += 1;
  }

  #removeChunk(at: number): void {
    this.#records.remove(this.#chunks[at] as number);
    this.#chunks.copyWithin(at, at + 1, this.#chunkCount);
    this.#firsts.copyWithin(at, at + 1, this.#chunkCount);
    this.#chunkCount -= 1;
  }

  #grow(): void {
    const [chunks, firsts] = [this.#chunks, this.#firsts];
    this.#chunks = new Uint32Array(2 * chunks.length);
    this.#chunks.set(chunks);
    this.#firsts = new Float64Array(2 * firsts.length);
    this.#firsts.set(firsts);
  }

  #noteBest(): void {
    const last = this.#chunkCount - 1;
    this.#best = last < 0 ? NONE : this.#slotAt(last, this.#countOf(last) - 1);
  }

  #slotAt(at: number, place: number): number {
    return this.#records.word(this.#chunks[at] as number, SLOTS + place);
  }

  #countOf(at: number): number {
    return this.#records.word(this.#chunks[at] as number, COUNT);
  }

  #viewsOf(at: number) {
    return this.#records.views(this.#chunks[at] as number);
  }

  #offsetOf(at: number): number {
    return this.#records.offset(this.#chunks[at] as number);
  }
}
