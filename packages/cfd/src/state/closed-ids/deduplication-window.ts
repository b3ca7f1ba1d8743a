import { assert } from '@fulcrum/log';
import { NONE, SetHash } from '@fulcrum/memory';
import { CLOSED_ID_AGE_MS } from '../../numbers/limits.ts';
import type { Orders } from '../orders.ts';

/** Ids that were closed within so long are forgotten together. */
const GROUP_MS = 10_000;

/** The ids closed in one slot of log time. */
export interface ClosedGroup {
  readonly number: number;
  readonly hash: SetHash;
  count: number;
}

/**
 * The deduplication window: the ids of the orders closed in the last ten minutes, in the order of closing. A command that
 * repeats one of them is refused.
 *
 * A tick may close a million orders, and ten minutes later all of their ids expire at once. An id may be used again from then
 * on (`isExpired`), but it is removed in two small steps. First, all ids closed in the same ten seconds leave the state
 * together, once the last of them has expired. Then their records are removed, a few with each input. Under the first
 * rules, each id leaves the state when it expires, however many there are.
 */
export class DeduplicationWindow {
  readonly #orders: Orders;
  readonly #groups = new Map<number, ClosedGroup>();
  /** The one in which ids are closed now. */
  #newest: ClosedGroup | undefined;
  #first = NONE;
  #last = NONE;
  #count = 0;
  /** When the first of them expires, in milliseconds of log time. */
  #nextExpiry = Number.POSITIVE_INFINITY;
  /** Those that were closed up to this log time have left the state. */
  #forgottenUntil = Number.NEGATIVE_INFINITY;

  constructor(orders: Orders) {
    this.#orders = orders;
  }

  /** How many are part of the state. */
  get count(): number {
    return this.#count;
  }

  get forgottenUntil(): number {
    return this.#forgottenUntil;
  }

  isExpired(slot: number, now: number): boolean {
    return this.#orders.closedAt(slot) + CLOSED_ID_AGE_MS < now;
  }

  /** Whether it has left the state, and only its record is still there. */
  isForgotten(slot: number): boolean {
    return this.#orders.closedAt(slot) <= this.#forgottenUntil;
  }

  /** Takes a closed order, which is in no list. */
  add(slot: number): ClosedGroup {
    assert(!this.#orders.isOpen(slot), 'a closed id that is kept is no open order');
    assert(
      this.#last === NONE || this.#orders.closedAt(this.#last) <= this.#orders.closedAt(slot),
      'ids are kept in the order of closing',
    );
    this.#orders.linkAfter(this.#last, slot);
    this.#last = slot;
    if (this.#first === NONE) this.#startWith(slot);
    const group = this.#groupOf(slot);
    group.count += 1;
    this.#count += 1;
    return group;
  }

  /** Takes one out that is part of the state. */
  remove(slot: number): ClosedGroup {
    assert(!this.isForgotten(slot), 'a closed id that is removed is part of the state');
    const group = this.#groupOf(slot);
    group.count -= 1;
    this.#count -= 1;
    if (group.count === 0) this.#drop(group);
    this.unlink(slot);
    return group;
  }

  /** Takes a record out of the list. */
  unlink(slot: number): void {
    assert(this.#first !== NONE && this.#last !== NONE, 'a list that loses an id has one');
    const [previous, next] = [this.#orders.links.previous(slot), this.#orders.links.next(slot)];
    if (slot === this.#last) this.#last = previous;
    this.#orders.unlink(slot);
    if (slot === this.#first) this.#startWith(next);
  }

  /** The oldest one, if it was closed more than ten minutes before `now`, or NONE. */
  firstExpired(now: number): number {
    return this.#nextExpiry >= now ? NONE : this.#first;
  }

  /** The oldest one, if it has left the state, or NONE. */
  firstForgotten(): number {
    return this.#first !== NONE && this.isForgotten(this.#first) ? this.#first : NONE;
  }

  /** Takes the next slot of log time of which all ids have expired out of the state. */
  forgetGroup(now: number): ClosedGroup | undefined {
    for (const group of this.#groups.values()) {
      const end = (group.number + 1) * GROUP_MS - 1;
      if (end + CLOSED_ID_AGE_MS >= now) return undefined;
      this.#drop(group);
      this.#count -= group.count;
      assert(this.#count >= 0 && end > this.#forgottenUntil, 'groups are forgotten in their order');
      this.#forgottenUntil = end;
      return group;
    }
    return undefined;
  }

  #drop(group: ClosedGroup): void {
    const isThere = this.#groups.delete(group.number);
    assert(isThere, 'a group is dropped once');
    if (group === this.#newest) this.#newest = undefined;
  }

  #groupOf(slot: number): ClosedGroup {
    const number = Math.floor(this.#orders.closedAt(slot) / GROUP_MS);
    if (this.#newest?.number === number) return this.#newest;
    let group = this.#groups.get(number);
    if (group === undefined) {
      group = { number, hash: new SetHash(), count: 0 };
      this.#groups.set(number, group);
      this.#newest = group;
    }
    return group;
  }

  #startWith(slot: number): void {
    this.#first = slot;
    if (slot === NONE) this.#last = NONE;
    this.#nextExpiry = slot === NONE ? Number.POSITIVE_INFINITY : this.#orders.closedAt(slot) + CLOSED_ID_AGE_MS;
  }
}
