import { assert } from '@fulcrum/log';
import { NONE } from './records.ts';

const SEGMENT_BITS = 10;
const SEGMENT_SIZE = 1 << SEGMENT_BITS;
const PLACE_MASK = SEGMENT_SIZE - 1;
/** A fuller segment is split, so that runs of taken places stay short. */
const MOST_TAKEN = (SEGMENT_SIZE * 3) / 4;

/**
 * A segment has places of two words, the hash of a key and the slot of its record. A key stands at its hash's place, or in the
 * next free one.
 */
const SEGMENT_WORDS = 2 * SEGMENT_SIZE;

/**
 * Many segments share a page, half a megabyte. As arrays of their own they would be thousands of objects, and a look at one of
 * them would wait for the object before it waits for the place.
 */
const PAGE_BITS = 6;
const PAGE_SEGMENTS = 1 << PAGE_BITS;
/** The first page begins with one segment, and grows by this factor: small tables stay small. */
const GROWTH = 4;

/**
 * Slots of records by the hashes of their keys (extendible hashing: Fagin and others, 1979). The leading bits of a hash
 * choose a segment. A full segment is split in two, which moves some hundred keys, so that no insertion ever has to
 * move them all: a table that grows by doubling would pause for a tenth of a second at a million.
 *
 * The table knows no keys. Whoever looks for one goes through the slots with its hash, of which there is nearly always
 * one at most, and compares:
 *
 *     for (let slot = table.first(hash); slot !== NONE; slot = table.next()) if (isKeyOf(slot)) return slot;
 */
export class SlotTable {
  readonly #pages: Uint32Array[] = [new Uint32Array(SEGMENT_WORDS)];
  #segments = 1;
  /** The numbers of segments by the leading bits of the hash; one that needs fewer bits stands in several places. */
  #directory = new Uint32Array(1);
  /** How many leading bits the directory looks at. */
  #depth = 0;
  /** By the number of a segment: how many places are taken, and how many leading bits of their hash its keys share. */
  #taken = new Uint16Array(1);
  #depths = new Uint8Array(1);
  /** Where the last look stands: the page, the word at which the segment begins in it, and the place in that. */
  #page = this.#pages[0] as Uint32Array;
  #begin = 0;
  #place = 0;
  #hash = 0;

  /** @param hash 32 bits, without a sign. @returns the first slot with this hash, or NONE. */
  first(hash: number): number {
    const segment = this.#segmentOf(hash);
    this.#page = this.#pageOf(segment);
    this.#begin = beginOf(segment);
    this.#hash = hash;
    this.#place = hash & PLACE_MASK;
    return this.#found();
  }

  /** The next slot with the hash that was looked for, or NONE. Nothing was added or removed in between. */
  next(): number {
    this.#place = (this.#place + 1) & PLACE_MASK;
    return this.#found();
  }

  /** Adds a slot whose key is not there yet. */
  add(hash: number, slot: number): void {
    let segment = this.#segmentOf(hash);
    while ((this.#taken[segment] as number) >= MOST_TAKEN) {
      this.#split(segment, hash);
      segment = this.#segmentOf(hash);
    }
    this.#insert(segment, hash, slot);
  }

  remove(hash: number, slot: number): void {
    let found = this.first(hash);
    while (found !== slot) {
      assert(found !== NONE, 'a slot that is removed stands in the table');
      found = this.next();
    }
    free(this.#page, this.#begin, this.#place);
    const segment = this.#segmentOf(hash);
    this.#taken[segment] = (this.#taken[segment] as number) - 1;
  }

  #found(): number {
    const words = this.#page;
    const begin = this.#begin;
    const hash = this.#hash;
    let place = this.#place;
    let slot = words[begin + 2 * place + 1] as number;
    while (slot !== NONE && words[begin + 2 * place] !== hash) {
      place = (place + 1) & PLACE_MASK;
      slot = words[begin + 2 * place + 1] as number;
    }
    this.#place = place;
    return slot;
  }

  #segmentOf(hash: number): number {
    // A shift by 32 would be one by 0, hence the two steps.
    return this.#directory[(hash >>> 1) >>> (31 - this.#depth)] as number;
  }

  #pageOf(segment: number): Uint32Array {
    return this.#pages[segment >> PAGE_BITS] as Uint32Array;
  }

  /** Puts in a key that is not there yet. */
  #insert(segment: number, hash: number, slot: number): void {
    const taken = this.#taken[segment] as number;
    assert(slot !== NONE && taken < SEGMENT_SIZE - 1, 'a segment has room for one more key');
    const [words, begin] = [this.#pageOf(segment), beginOf(segment)];
    let place = hash & PLACE_MASK;
    while (words[begin + 2 * place + 1] !== NONE) place = (place + 1) & PLACE_MASK;
    words[begin + 2 * place] = hash;
    words[begin + 2 * place + 1] = slot;
    this.#taken[segment] = taken + 1;
  }

  /** Parts the segment of a hash by one more bit: those that have it move into a new one. */
  #split(segment: number, hash: number): void {
    const depth = this.#depths[segment] as number;
    if (depth === this.#depth) this.#deepen();
    const other = this.#addSegment(depth + 1);
    this.#depths[segment] = depth + 1;
    const [words, begin] = [this.#pageOf(segment), beginOf(segment)];
    const all = words.slice(begin, begin + SEGMENT_WORDS);
    words.fill(0, begin, begin + SEGMENT_WORDS);
    this.#taken[segment] = 0;
    for (let at = 0; at < SEGMENT_WORDS; at += 2) {
      const [itsHash, slot] = [all[at] as number, all[at + 1] as number];
      const hasBit = ((itsHash >>> (31 - depth)) & 1) === 1;
      if (slot !== NONE) this.#insert(hasBit ? other : segment, itsHash, slot);
    }
    const copies = 1 << (this.#depth - depth);
    const first = ((hash >>> 1) >>> (31 - this.#depth)) & ~(copies - 1);
    this.#directory.fill(other, first + copies / 2, first + copies);
  }

  /** Lets the directory look at one bit more. */
  #deepen(): void {
    const before = this.#directory;
    this.#directory = Uint32Array.from({ length: 2 * before.length }, (_, at) => before[at >> 1] as number);
    this.#depth += 1;
    assert(this.#depth <= 32 - SEGMENT_BITS, 'the keys are spread over the table');
  }

  /** @returns the number of a new segment, in which nothing is. */
  #addSegment(depth: number): number {
    const segment = this.#segments;
    if (segment >= PAGE_SEGMENTS * (this.#pages.length - 1) + segmentsIn(this.#pages.at(-1))) this.#grow();
    if (segment === this.#taken.length) {
      this.#taken = grown(this.#taken, new Uint16Array(2 * segment));
      this.#depths = grown(this.#depths, new Uint8Array(2 * segment));
    }
    this.#segments += 1;
    this.#depths[segment] = depth;
    return segment;
  }

  /** Makes room for one more segment at least. Only the first page is ever copied. */
  #grow(): void {
    const [first] = this.#pages;
    const size = segmentsIn(first);
    if (first === undefined || size >= PAGE_SEGMENTS) this.#pages.push(new Uint32Array(PAGE_SEGMENTS * SEGMENT_WORDS));
    else this.#pages[0] = grown(first, new Uint32Array(GROWTH * size * SEGMENT_WORDS));
  }
}

/** The word of its page at which a segment begins. */
function beginOf(segment: number): number {
  return (segment & (PAGE_SEGMENTS - 1)) * SEGMENT_WORDS;
}

function segmentsIn(page: Uint32Array | undefined): number {
  return (page?.length ?? 0) / SEGMENT_WORDS;
}

/** Copies numbers into an array that has more room. */
function grown<Numbers extends Uint8Array | Uint16Array | Uint32Array>(from: Numbers, to: Numbers): Numbers {
  to.set(from);
  return to;
}

/** Frees a place of the segment that begins at a word, and moves up what stood behind it only because it was taken. */
function free(words: Uint32Array, begin: number, place: number): void {
  assert(words[begin + 2 * place + 1] !== NONE, 'a place that is freed was taken');
  let gap = place;
  for (let next = (gap + 1) & PLACE_MASK; words[begin + 2 * next + 1] !== NONE; next = (next + 1) & PLACE_MASK) {
    const hash = words[begin + 2 * next] as number;
    const fromHome = (next - hash) & PLACE_MASK;
    if (fromHome < ((next - gap) & PLACE_MASK)) continue;
    words[begin + 2 * gap] = hash;
    words[begin + 2 * gap + 1] = words[begin + 2 * next + 1] as number;
    gap = next;
  }
  words[begin + 2 * gap] = 0;
  words[begin + 2 * gap + 1] = NONE;
}
