import { assert } from '@fulcrum/log';
import { type HashKey, hashId } from './id-hash.ts';
import { NONE, type Records } from './records.ts';
import { printUuid, readUuid, UUID_WORDS } from './uuid.ts';

const SEGMENT_BITS = 10;
const SEGMENT_SIZE = 1 << SEGMENT_BITS;
const PLACE_MASK = SEGMENT_SIZE - 1;
/** A fuller segment is split, so that runs of taken places stay short. */
const MOST_TAKEN = (SEGMENT_SIZE * 3) / 4;

/**
 * Places of two words, the hash of an id and its slot. An id stands at its hash's place, or in the next free one. Behind
 * the places stand how many are taken, and how many leading bits of their hash the ids in the segment share.
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

/** Puts in an id that is not there yet. */
function insert(segment: Segment, hash: number, slot: number): void {
  assert(slot !== NONE && takenIn(segment) < SEGMENT_SIZE - 1, 'a segment has room for one more id');
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
 * Finds records by the UUID that they hold (extendible hashing: Fagin and others, 1979). The leading bits of an id's hash
 * choose a segment. A full segment is split in two, which moves some hundred ids, so that no insertion ever has to
 * move them all: a table that grows by doubling would pause for a tenth of a second at a million.
 */
export class IdIndex {
  readonly #records: Records;
  /** The field of a record at which the four words of its id begin. */
  readonly #idField: number;
  readonly #key: HashKey;
  /** The segments by the leading bits of the hash; one that needs fewer bits stands in several places. */
  #directory: Segment[] = [createSegment(0)];
  /** How many leading bits the directory looks at. */
  #depth = 0;
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
    const hash = this.#read(id);
    const segment = this.#segmentOf(hash);
    const place = this.#placeOf(segment, hash);
    return slotAt(segment, place);
  }

  /** Whether a record has this id, which costs less than finding it. */
  isIdOf(slot: number, id: string): boolean {
    readUuid(id, this.#compared);
    return this.#holds(slot, this.#compared);
  }

  /** Makes a record with this id, which has none yet. */
  add(id: string): number {
    const hash = this.#read(id);
    while (takenIn(this.#segmentOf(hash)) >= MOST_TAKEN) this.#split(hash);
    const segment = this.#segmentOf(hash);
    const place = this.#placeOf(segment, hash);
    assert(slotAt(segment, place) === NONE, 'an id is taken once');
    const slot = this.#records.add();
    for (let word = 0; word < UUID_WORDS; word++)
      this.#records.setWord(slot, this.#idField + word, this.#id[word] as number);
    put(segment, place, hash, slot);
    segment[TAKEN] = takenIn(segment) + 1;
    return slot;
  }

  /** Forgets a record and its id. */
  remove(slot: number): void {
    for (let word = 0; word < UUID_WORDS; word++) this.#id[word] = this.#records.word(slot, this.#idField + word);
    this.#text = '';
    const hash = hashId(this.#id, this.#key);
    const segment = this.#segmentOf(hash);
    const place = this.#placeOf(segment, hash);
    assert(slotAt(segment, place) === slot, 'a record stands in the index');
    free(segment, place);
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

  /** Where `#id` stands in a segment, or else the free place at which its run ends. */
  #placeOf(segment: Segment, hash: number): number {
    for (let place = hash & PLACE_MASK; ; place = (place + 1) & PLACE_MASK) {
      const slot = slotAt(segment, place);
      if (slot === NONE || (hashAt(segment, place) === hash && this.#holds(slot, this.#id))) return place;
    }
  }

  #holds(slot: number, id: Uint32Array): boolean {
    const { words } = this.#records.views(slot);
    const at = this.#records.offset(slot) + this.#idField;
    for (let word = 0; word < UUID_WORDS; word++) if (words[at + word] !== id[word]) return false;
    return true;
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
      assert(this.#depth <= 32 - SEGMENT_BITS, 'the ids are spread over the index');
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
