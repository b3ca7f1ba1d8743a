import { assert } from '@fulcrum/log';
import { NONE } from '@fulcrum/memory';

/** Keys of one chunk: as many as are moved in a fraction of a microsecond. */
const CHUNK = 128;
/** So few are moved faster by a loop than by a call. */
const FEW = 24;

/** Keys in ascending order, and for each the slot of its level. */
class Chunk {
  readonly keys = new Float64Array(CHUNK);
  readonly slots = new Uint32Array(CHUNK);
  count = 0;

  /** The place of the first key that is not below this one. */
  placeOf(key: number): number {
    const { keys } = this;
    let from = 0;
    let to = this.count;
    while (from < to) {
      const middle = (from + to) >>> 1;
      if ((keys[middle] as number) < key) from = middle + 1;
      else to = middle;
    }
    return from;
  }

  insert(place: number, key: number, slot: number): void {
    assert(this.count < CHUNK, 'a chunk has room for one more key');
    const { keys, slots, count } = this;
    if (count - place > FEW) {
      keys.copyWithin(place + 1, place, count);
      slots.copyWithin(place + 1, place, count);
    } else {
      for (let at = count; at > place; at--) {
        keys[at] = keys[at - 1] as number;
        slots[at] = slots[at - 1] as number;
      }
    }
    keys[place] = key;
    slots[place] = slot;
    this.count += 1;
  }

  remove(place: number): void {
    const { keys, slots } = this;
    this.count -= 1;
    const { count } = this;
    if (count - place > FEW) {
      keys.copyWithin(place, place + 1, count + 1);
      slots.copyWithin(place, place + 1, count + 1);
    } else {
      for (let at = place; at < count; at++) {
        keys[at] = keys[at + 1] as number;
        slots[at] = slots[at + 1] as number;
      }
    }
  }

  /** Moves the upper half of the keys into a new chunk. */
  split(): Chunk {
    const half = this.count >>> 1;
    const upper = new Chunk();
    upper.keys.set(this.keys.subarray(half, this.count));
    upper.slots.set(this.slots.subarray(half, this.count));
    upper.count = this.count - half;
    this.count = half;
    return upper;
  }
}

/**
 * Levels by key in ascending order, the best one last: most come and go at the end, where nothing has to be moved. The keys
 * stand in chunks, so that adding one anywhere moves a few hundred bytes and makes no garbage.
 */
export class PriceLadder {
  /** None of them is empty but the only one. */
  readonly #chunks: Chunk[] = [new Chunk()];
  /** The first key of each chunk, side by side: the search for a chunk looks at nothing else. */
  #firsts = new Float64Array(CHUNK);

  /** The slot of the level with the highest key, or NONE. */
  get best(): number {
    const chunk = this.#chunks[this.#chunks.length - 1] as Chunk;
    return chunk.count === 0 ? NONE : (chunk.slots[chunk.count - 1] as number);
  }

  /** @returns the slot of the level with this key, or NONE. */
  find(key: number): number {
    const chunk = this.#chunks[this.#chunkOf(key)] as Chunk;
    const place = chunk.placeOf(key);
    return place < chunk.count && chunk.keys[place] === key ? (chunk.slots[place] as number) : NONE;
  }

  /** @returns the slot of the level with the highest key below this one, or NONE. */
  below(key: number): number {
    let at = this.#chunkOf(key);
    let place = (this.#chunks[at] as Chunk).placeOf(key);
    if (place === 0) {
      if (at === 0) return NONE;
      at -= 1;
      place = (this.#chunks[at] as Chunk).count;
    }
    return (this.#chunks[at] as Chunk).slots[place - 1] as number;
  }

  add(key: number, slot: number): void {
    let at = this.#chunkOf(key);
    let chunk = this.#chunks[at] as Chunk;
    if (chunk.count === CHUNK) {
      const upper = chunk.split();
      this.#insertChunk(at + 1, upper);
      if ((upper.keys[0] as number) <= key) {
        at += 1;
        chunk = upper;
      }
    }
    const place = chunk.placeOf(key);
    assert(place === chunk.count || chunk.keys[place] !== key, 'a price has one level');
    chunk.insert(place, key, slot);
    if (place === 0) this.#firsts[at] = key;
  }

  remove(key: number): void {
    const at = this.#chunkOf(key);
    const chunk = this.#chunks[at] as Chunk;
    const place = chunk.placeOf(key);
    assert(place < chunk.count && chunk.keys[place] === key, 'a level that is removed is there');
    chunk.remove(place);
    if (chunk.count === 0 && this.#chunks.length > 1) this.#removeChunk(at);
    else if (place === 0) this.#firsts[at] = chunk.keys[0] as number;
  }

  #insertChunk(at: number, chunk: Chunk): void {
    if (this.#chunks.length === this.#firsts.length) {
      const larger = new Float64Array(2 * this.#firsts.length);
      larger.set(this.#firsts);
      this.#firsts = larger;
    }
    this.#firsts.copyWithin(at + 1, at, this.#chunks.length);
    this.#firsts[at] = chunk.keys[0] as number;
    this.#chunks.splice(at, 0, chunk);
  }

  #removeChunk(at: number): void {
    this.#firsts.copyWithin(at, at + 1, this.#chunks.length);
    this.#chunks.splice(at, 1);
  }

  /** The last chunk whose first key is not above this one, or the first chunk. */
  #chunkOf(key: number): number {
    const firsts = this.#firsts;
    let from = 0;
    let to = this.#chunks.length - 1;
    if (to === 0 || (firsts[to] as number) <= key) return to;
    // The chunk is among those from `from` to before `to`.
    while (to - from > 1) {
      const middle = (from + to) >>> 1;
      if ((firsts[middle] as number) <= key) from = middle;
      else to = middle;
    }
    return from;
  }
}
