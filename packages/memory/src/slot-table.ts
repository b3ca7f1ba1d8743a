import { assert } from '@fulcrum/log';
import { NONE } from './records.ts';

const SEGMENT_BITS = 10;
const SEGMENT_SIZE = 1 << SEGMENT_BITS;
const PLACE_MASK = SEGMENT_SIZE - 1;
/** A fuller segment is split, so that runs of taken places stay short. */
const MOST_TAKEN = (SEGMENT_SIZE * 3) / 4;

/**
 * Places of two words, the hash of a key and the slot of its record. A key stands at its hash's place, or in the next free
 * one. Behind the places stand how many are taken, and how many leading bits of their hash the keys in the segment share.
 */
type Segment = Uint32Array;
const TAKEN = 2 * SEGMENT_SIZE;
const DEPTH = TAKEN + 1;

function createSegment(depth: number): Segment {
  const segment = new Uint32Array(DEPTH + 1);
  segment[DEPTH] = depth;
  return segment;
}

function hashAt(segment: Segment, place: number): number {
  return segment[2 * place] as number;
}

function slotAt(segment: Segment, place: number): number {
  return segment[2 * place + 1] as number;
}

function put(segment: Segment, place: number, hash: number, slot: number): void {
  segment[2 * place] = hash;
  segment[2 * place + 1] = slot;
}

function takenIn(segment: Segment): number {
  return segment[TAKEN] as number;
}

function depthOf(segment: Segment): number {
  return segment[DEPTH] as number;
}

/** Puts in a key that is not there yet. */
function insert(segment: Segment, hash: number, slot: number): void {
  assert(slot !== NONE && takenIn(segment) < SEGMENT_SIZE - 1, 'a segment has room for one more key');
  let place = hash & PLACE_MASK;
  while (slotAt(segment, place) !== NONE) place = (place + 1) & PLACE_MASK;
  put(segment, place, hash, slot);
  segment[TAKEN] = takenIn(segment) + 1;
}

/** Frees a place, and moves up what stood behind it only because it was taken. */
function free(segment: Segment, place: number): void {
  assert(slotAt(segment, place) !== NONE, 'a place that is freed was taken');
  let gap = place;
  for (let next = (gap + 1) & PLACE_MASK; slotAt(segment, next) !== NONE; next = (next + 1) & PLACE_MASK) {
    const hash = hashAt(segment, next);
    const fromHome = (next - hash) & PLACE_MASK;
    if (fromHome < ((next - gap) & PLACE_MASK)) continue;
    put(segment, gap, hash, slotAt(segment, next));
    gap = next;
  }
  put(segment, gap, 0, NONE);
  segment[TAKEN] = takenIn(segment) - 1;
}

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
  /** The segments by the leading bits of the hash; one that needs fewer bits stands in several places. */
  #directory: Segment[] = [createSegment(0)];
  /** How many leading bits the directory looks at. */
  #depth = 0;
  /** Where the last look stands. */
  #segment: Segment = this.#directory[0] as Segment;
  #hash = 0;
  #place = 0;

  /** @param hash 32 bits, without a sign. @returns the first slot with this hash, or NONE. */
  first(hash: number): number {
    this.#segment = this.#segmentOf(hash);
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
    while (takenIn(this.#segmentOf(hash)) >= MOST_TAKEN) this.#split(hash);
    insert(this.#segmentOf(hash), hash, slot);
  }

  remove(hash: number, slot: number): void {
    let found = this.first(hash);
    while (found !== slot) {
      assert(found !== NONE, 'a slot that is removed stands in the table');
      found = this.next();
    }
    free(this.#segment, this.#place);
  }

  #found(): number {
    const segment = this.#segment;
    const hash = this.#hash;
    let place = this.#place;
    let slot = slotAt(segment, place);
    while (slot !== NONE && hashAt(segment, place) !== hash) {
      place = (place + 1) & PLACE_MASK;
      slot = slotAt(segment, place);
    }
    this.#place = place;
    return slot;
  }

  #segmentOf(hash: number): Segment {
    // A shift by 32 would be one by 0, hence the two steps.
    return this.#directory[(hash >>> 1) >>> (31 - this.#depth)] as Segment;
  }

  /** Parts the segment of a hash by one more bit. */
  #split(hash: number): void {
    const full = this.#segmentOf(hash);
    const depth = depthOf(full);
    if (depth === this.#depth) {
      this.#directory = this.#directory.flatMap((segment) => [segment, segment]);
      this.#depth += 1;
      assert(this.#depth <= 32 - SEGMENT_BITS, 'the keys are spread over the table');
    }
    const halves = [createSegment(depth + 1), createSegment(depth + 1)] as const;
    const halfOf = (bits: number) => halves[((bits >>> (31 - depth)) & 1) as 0 | 1];
    for (let place = 0; place < SEGMENT_SIZE; place++)
      if (slotAt(full, place) !== NONE) insert(halfOf(hashAt(full, place)), hashAt(full, place), slotAt(full, place));
    const copies = 1 << (this.#depth - depth);
    const first = ((hash >>> 1) >>> (31 - this.#depth)) & ~(copies - 1);
    this.#directory.fill(halves[0], first, first + copies / 2);
    this.#directory.fill(halves[1], first + copies / 2, first + copies);
  }
}
