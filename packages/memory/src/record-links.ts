import { assert } from '@fulcrum/log';
import type { RecordLayout } from './fields/record-layout.ts';
import { NONE, type Records } from './records.ts';

/** The layout of records that stand in lists. */
type Linked = RecordLayout & {
  readonly places: { readonly list: number; readonly previous: number; readonly next: number };
};

/**
 * Lists of records, in the order in which they were put in. Each record knows its two neighbours, so that it can be taken out
 * of the middle, and belongs to one list at most. Whoever owns a list keeps its ends.
 */
export class RecordLinks {
  readonly #records: Records;
  readonly #flagsPlace: number;
  readonly #listed: number;
  readonly #previous: number;
  readonly #next: number;

  constructor(records: Records, { places, flagsPlace }: Linked) {
    this.#records = records;
    this.#flagsPlace = flagsPlace;
    this.#listed = places.list;
    this.#previous = places.previous;
    this.#next = places.next;
  }

  /** The next record of its list, or NONE. */
  next(slot: number): number {
    return this.#records.word(slot, this.#next);
  }

  /** The one before it in its list, or NONE. */
  previous(slot: number): number {
    return this.#records.word(slot, this.#previous);
  }

  isListed(slot: number): boolean {
    return (this.#records.word(slot, this.#flagsPlace) & this.#listed) !== 0;
  }

  /** Puts a record, which is in no list, behind the last one of a list. */
  linkAfter(last: number, slot: number): void {
    const { words } = this.#records.views(slot);
    const at = this.#records.offset(slot);
    const flags = words[at + this.#flagsPlace] as number;
    assert((flags & this.#listed) === 0, 'a new link is in no list');
    assert(last === NONE || this.next(last) === NONE, 'the last link of a list has none behind it');
    words[at + this.#flagsPlace] = flags | this.#listed;
    words[at + this.#previous] = last;
    if (last !== NONE) this.#records.setWord(last, this.#next, slot);
  }

  /** Takes a record out of its list. */
  unlink(slot: number): void {
    const { words } = this.#records.views(slot);
    const at = this.#records.offset(slot);
    const flags = words[at + this.#flagsPlace] as number;
    assert((flags & this.#listed) !== 0, 'a link that is taken out is in a list');
    const [previous, next] = [words[at + this.#previous] as number, words[at + this.#next] as number];
    assert(previous === NONE || this.next(previous) === slot, 'the one before a link knows it');
    assert(next === NONE || this.previous(next) === slot, 'the one behind a link knows it');
    if (previous !== NONE) this.#records.setWord(previous, this.#next, next);
    if (next !== NONE) this.#records.setWord(next, this.#previous, previous);
    words[at + this.#flagsPlace] = flags & ~this.#listed;
    words[at + this.#previous] = NONE;
    words[at + this.#next] = NONE;
  }
}
