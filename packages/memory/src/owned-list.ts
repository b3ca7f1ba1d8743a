import { assert } from '@fulcrum/log';
import type { RecordLinks } from './record-links.ts';
import { NONE, type Records } from './records.ts';

/** The fields of an owner that hold the ends of its list, and how long that is. */
interface Ends {
  readonly first: number;
  readonly last: number;
  readonly count: number;
}

/** For each record of one kind a list of records of another. */
export class OwnedList {
  readonly #owners: Records;
  readonly #links: RecordLinks;
  readonly #ends: Ends;

  constructor(owners: Records, links: RecordLinks, ends: Ends) {
    this.#owners = owners;
    this.#links = links;
    this.#ends = ends;
  }

  count(owner: number): number {
    return this.#owners.word(owner, this.#ends.count);
  }

  /** The slots of a list in its order. */
  slotsOf(owner: number): number[] {
    const slots: number[] = [];
    for (let slot = this.#owners.word(owner, this.#ends.first); slot !== NONE; slot = this.#links.next(slot))
      slots.push(slot);
    return slots;
  }

  add(owner: number, slot: number): void {
    const owners = this.#owners;
    const last = owners.word(owner, this.#ends.last);
    assert((last === NONE) === (this.count(owner) === 0), 'a list without a last record has none');
    this.#links.linkAfter(last, slot);
    if (last === NONE) owners.setWord(owner, this.#ends.first, slot);
    owners.setWord(owner, this.#ends.last, slot);
    owners.setWord(owner, this.#ends.count, this.count(owner) + 1);
  }

  remove(owner: number, slot: number): void {
    assert(this.count(owner) > 0, 'a list that loses a record has one');
    const owners = this.#owners;
    const [previous, next] = [this.#links.previous(slot), this.#links.next(slot)];
    const isFirst = owners.word(owner, this.#ends.first) === slot;
    const isLast = owners.word(owner, this.#ends.last) === slot;
    assert(isFirst === (previous === NONE), 'the first record of a list alone has none before it');
    assert(isLast === (next === NONE), 'the last record of a list alone has none behind it');
    if (isFirst) owners.setWord(owner, this.#ends.first, next);
    if (isLast) owners.setWord(owner, this.#ends.last, previous);
    this.#links.unlink(slot);
    owners.setWord(owner, this.#ends.count, this.count(owner) - 1);
  }
}
