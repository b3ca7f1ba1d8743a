import { assert } from '@fulcrum/log';
import type { Records } from './records.ts';

/** A typed array of at most 64 bytes lies in the garbage collector's own memory, where it costs next to nothing. */
const FIRST_CAPACITY = 8;

/** A child's place is four times its parent's, plus one to four. */
const CHILDREN = 4;

/**
 * The records to which something happens once the price has come as far as their key: a heap with the lowest key on
 * top. Adding and removing cost O(log n), and looking at the next key costs nothing.
 *
 * Each parent has four children, whose keys share a cache line, so that the heap of a million is ten levels deep. Keys and slots
 * stand in arrays of numbers of their own, which double when they are full (a few milliseconds at a million). A record knows
 * its place, so that it can be taken out of the middle.
 */
export class IndexedHeap {
  readonly #records: Records;
  /** The field of a record that holds its place in this heap, plus one: zero stands for none. */
  readonly #placeField: number;
  #keys = new Float64Array(FIRST_CAPACITY);
  #slots = new Uint32Array(FIRST_CAPACITY);
  #size = 0;

  constructor(records: Records, placeField: number) {
    this.#records = records;
    this.#placeField = placeField;
  }

  get size(): number {
    return this.#size;
  }

  /** The lowest key, or Infinity when there is none, so that one comparison tells whether anything is due. */
  get nextKey(): number {
    return this.#size === 0 ? Number.POSITIVE_INFINITY : (this.#keys[0] as number);
  }

  /** Puts in a record that is not in yet. */
  add(key: number, slot: number): void {
    assert(!Number.isNaN(key), 'the key of a record in the heap is a number');
    assert(this.#records.word(slot, this.#placeField) === 0, 'a record is put into the heap once');
    if (this.#size === this.#keys.length) this.#grow();
    this.#size += 1;
    this.#rise(this.#size - 1, key, slot);
  }

  has(slot: number): boolean {
    return this.#records.word(slot, this.#placeField) !== 0;
  }

  /** Takes out a record that is in. */
  remove(slot: number): void {
    const place = this.#records.word(slot, this.#placeField) - 1;
    assert(place >= 0, 'a record that is taken out of the heap is in it');
    assert(place < this.#size && this.#slots[place] === slot, 'a record is at its place in the heap');
    this.#records.setWord(slot, this.#placeField, 0);
    this.#size -= 1;
    if (place === this.#size) return;
    const [key, last] = [this.#keys[this.#size] as number, this.#slots[this.#size] as number];
    if (key < (this.#keys[place] as number)) this.#rise(place, key, last);
    else this.#sink(place, key, last);
  }

  /**
   * The slots whose key is at most `reached`, in no particular order. Only their children are looked at besides. The heap
   * stays as it is until the last one is taken.
   */
  *due(reached: number): Generator<number> {
    const parents = this.nextKey > reached ? [] : [0];
    for (let parent = parents.pop(); parent !== undefined; parent = parents.pop()) {
      yield this.#slots[parent] as number;
      const end = Math.min(CHILDREN * parent + CHILDREN, this.#size - 1);
      for (let child = CHILDREN * parent + 1; child <= end; child++)
        if ((this.#keys[child] as number) <= reached) parents.push(child);
    }
  }

  /** Finds the place for a record from `place` upwards. */
  #rise(from: number, key: number, slot: number): void {
    let place = from;
    while (place > 0) {
      const parent = ((place - 1) / CHILDREN) | 0;
      const parentKey = this.#keys[parent] as number;
      if (parentKey <= key) break;
      this.#put(place, parentKey, this.#slots[parent] as number);
      place = parent;
    }
    this.#put(place, key, slot);
  }

  /** Finds the place for a record from `place` downwards. */
  #sink(from: number, key: number, slot: number): void {
    let place = from;
    for (;;) {
      const child = this.#leastChild(place);
      if (child >= this.#size || (this.#keys[child] as number) >= key) break;
      this.#put(place, this.#keys[child] as number, this.#slots[child] as number);
      place = child;
    }
    this.#put(place, key, slot);
  }

  /** The child with the lowest key, or a place behind the end when there is none. */
  #leastChild(place: number): number {
    const first = CHILDREN * place + 1;
    const end = Math.min(first + CHILDREN, this.#size);
    let least = first;
    for (let child = first + 1; child < end; child++)
      if ((this.#keys[child] as number) < (this.#keys[least] as number)) least = child;
    return least;
  }

  #put(place: number, key: number, slot: number): void {
    assert(place < this.#size, 'a place in the heap is below its size');
    this.#keys[place] = key;
    this.#slots[place] = slot;
    this.#records.setWord(slot, this.#placeField, place + 1);
  }

  #grow(): void {
    const [keys, slots] = [this.#keys, this.#slots];
    this.#keys = new Float64Array(2 * keys.length);
    this.#keys.set(keys);
    this.#slots = new Uint32Array(2 * slots.length);
    this.#slots.set(slots);
  }
}
