import { assert } from '@fulcrum/log';
import { MinTree, NONE } from '@fulcrum/memory';
import type { Side } from '../../numbers/money.ts';
import { ORDER_LAYOUT } from '../order-fields.ts';
import type { Orders } from '../orders.ts';
import type { TrailingGroup, TrailingNotes, TrailingRecord } from './trailing-notes.ts';

const { trailingPlace: PLACE } = ORDER_LAYOUT.places;

/** What keeps a place of a row free. */
const NOBODY = Number.POSITIVE_INFINITY;

/** Whose trailing stops these are. */
interface Market {
  readonly assetHash: number;
  readonly instrument: { readonly asset: string };
}

/** A group as it is kept here. */
interface Group {
  readonly number: number;
  /** The best price since it began, as the book counts prices. */
  extreme: number;
  /** The place of its first order: it has those up to the next group's. */
  readonly start: number;
  count: number;
}

/** A trailing stop that is put back out of a snapshot. */
export interface Trailing {
  readonly slot: number;
  /** The number at which it began. */
  readonly since: number;
  readonly distance: number;
}

/**
 * The trailing stops of one side of an asset. Those whose best price is the same move together, as a group: when the price goes
 * beyond it, one number changes, however many they are. A stop that begins later has no better price than one before it. So the
 * groups lie in the order in which they began, each with a worse price than the one before, and a price that goes beyond some of
 * them makes one of these.
 *
 * Orders stand in a row in the order in which they began, each at its distance, so that a group is a stretch of the row. A tick
 * compares the price with two numbers: the best price of the newest group, and the next stop of all.
 *
 * Prices are counted here so that more is better: those of sells are negated.
 */
export class TrailingBook {
  readonly #side: Side;
  readonly #sign: 1 | -1;
  readonly #market: Market;
  readonly #orders: Orders;
  readonly #notes: TrailingNotes;
  /** The groups in their order. One without orders is there no longer, and only has its place still, if it is not the newest. */
  readonly #groups: Group[] = [];
  #empty = 0;
  /** The stops of all groups but the newest, negated. */
  readonly #stops = new MinTree();
  /** The distances of the orders, and their slots. */
  readonly #distances = new MinTree();
  #slots = new Uint32Array(8);
  #count = 0;
  #isNoted = -1;
  /** The best price of the newest group. While there is none no price is better. */
  #newest = Number.POSITIVE_INFINITY;
  /** The least distance of the newest group. */
  #least = 0;
  /** The stop that is reached first. */
  #nextStop = Number.NEGATIVE_INFINITY;

  constructor(side: Side, market: Market, orders: Orders, notes: TrailingNotes) {
    this.#side = side;
    this.#sign = side === 'buy' ? 1 : -1;
    this.#market = market;
    this.#orders = orders;
    this.#notes = notes;
  }

  /** Takes a new price. */
  move(price: number): void {
    if (this.#sign * price > this.#newest) this.#advance(this.#sign * price);
  }

  isDue(price: number): boolean {
    return this.#sign * price <= this.#nextStop;
  }

  /** The slots of the orders whose stop is reached, in no particular order. */
  *due(price: number): Generator<number> {
    const at = this.#sign * price;
    if (at > this.#nextStop) return;
    const last = this.#groups.length - 1;
    for (const group of this.#stops.upTo(-at)) yield* this.#dueIn(group, at);
    yield* this.#dueIn(last, at);
  }

  /** Where the stop of an order stands now. */
  stopOf(slot: number): number {
    const place = this.#placeOf(slot);
    return this.#sign * (this.#groupAt(this.#indexOf(place)).extreme - this.#distances.at(place));
  }

  /**
   * Begins to trail an order.
   *
   * @param since greater than that of any order before.
   * @param price at which the order would close now.
   */
  add({ slot, since, distance }: Trailing, price: number): void {
    const at = this.#sign * price;
    if (this.#distances.isFull && 2 * this.#count <= this.#distances.size) this.#closeRanks();
    const newest = this.#groups.at(-1);
    assert(newest === undefined || (newest.extreme >= at && newest.number < since), 'groups lie in their order');
    if (newest === undefined || newest.extreme > at) this.#begin({ number: since, extreme: at });
    this.#append(slot, distance);
    this.#findNextStop();
  }

  /** Trails an order no longer. */
  remove(slot: number): void {
    const place = this.#placeOf(slot);
    const index = this.#indexOf(place);
    const group = this.#groupAt(index);
    this.#orders.records.setWord(slot, PLACE, 0);
    this.#slots[place] = NONE;
    this.#distances.set(place, NOBODY);
    this.#count -= 1;
    group.count -= 1;
    const isNewest = index === this.#groups.length - 1;
    if (group.count === 0) this.#drop(index);
    else if (!isNewest) this.#stops.set(index, -this.#stopOf(index));
    this.#findNextStop();
  }

  /** Puts groups and orders back, both in the order in which they began. */
  restore(groups: readonly TrailingGroup[], orders: readonly Trailing[]): void {
    assert(this.#groups.length === 0, 'an empty book is restored');
    let next = 0;
    for (const { slot, since, distance } of orders) {
      const group = groups[next];
      if (group !== undefined && group.number <= since) {
        this.#begin({ number: group.number, extreme: this.#sign * group.extreme });
        next += 1;
      }
      assert(this.#groups.length > 0, 'a trailing stop of a snapshot has a group');
      this.#append(slot, distance);
    }
    assert(next === groups.length, 'each group of a snapshot has an order');
    this.#findNextStop();
  }

  /** The text that stands for the newest group in the state's hash: none where there is none. */
  hashTexts(): string[] {
    const group = this.#groups.at(-1);
    if (group === undefined) return [];
    return [`${this.#market.instrument.asset} ${this.#side} ${group.number} ${this.#told(group).extreme}`];
  }

  /** The group that began at a number, as a snapshot keeps it. */
  record(number: number): TrailingRecord | undefined {
    const group = this.#groups[this.#lastWith((other) => other.number <= number)];
    if (group === undefined || group.number !== number || group.count === 0) return undefined;
    return { asset: this.#market.instrument.asset, side: this.#side, ...this.#told(group) };
  }

  /** The newest group takes the price, and with it those groups whose price is no better. */
  #advance(price: number): void {
    const groups = this.#groups;
    const before = groups[groups.length - 2];
    if (before === undefined || (before.count > 0 && before.extreme > price)) {
      this.#lead(this.#groupAt(groups.length - 1), price);
      this.#nextStop = Math.max(price - this.#least, -this.#stops.least);
      return;
    }
    let [index, count] = [groups.length - 1, 0];
    let next = index;
    while (next >= 0 && (this.#groupAt(next).count === 0 || this.#groupAt(next).extreme <= price)) {
      count += this.#groupAt(next).count;
      if (this.#groupAt(next).count > 0) index = next;
      next -= 1;
    }
    const first = this.#groupAt(index);
    if (index < groups.length - 1) {
      for (let passed = groups.length - 1; passed > index; passed--) this.#forget(passed, passed < groups.length - 1);
      this.#notes.unsettle(this.#market.assetHash, this.#sign, this.#told(first));
      groups.length = index + 1;
      this.#stops.cut(index);
      this.#isNoted = -1;
    }
    first.count = count;
    this.#lead(first, price);
    this.#findNextStop();
  }

  /** The newest group has a better price. */
  #lead(newest: Group, price: number): void {
    const before = this.#groups[this.#groups.length - 2];
    assert(
      before === undefined || before.count === 0 || before.extreme > price,
      'a group that begins later has a worse price',
    );
    newest.extreme = price;
    this.#newest = price;
    this.#note(newest);
  }

  /** A group that ceases to be, at its place. */
  #forget(index: number, isSettled: boolean): void {
    const group = this.#groupAt(index);
    if (group.count === 0) {
      this.#empty -= 1;
      return;
    }
    if (isSettled) this.#notes.unsettle(this.#market.assetHash, this.#sign, this.#told(group));
    this.#notes.change(group.number, this);
  }

  /** Drops a group that has lost its last order. */
  #drop(index: number): void {
    const groups = this.#groups;
    const group = this.#groupAt(index);
    assert(group.count === 0, 'a group that is dropped has no order');
    this.#notes.change(group.number, this);
    if (index < groups.length - 1) {
      this.#notes.unsettle(this.#market.assetHash, this.#sign, this.#told(group));
      this.#stops.set(index, NOBODY);
      this.#empty += 1;
      return;
    }
    groups.pop();
    while (groups.length > 0 && this.#groupAt(groups.length - 1).count === 0) {
      groups.pop();
      this.#empty -= 1;
    }
    this.#isNoted = -1;
    const newest = groups.at(-1);
    this.#newest = newest?.extreme ?? Number.POSITIVE_INFINITY;
    this.#stops.cut(Math.max(0, groups.length - 1));
    if (newest !== undefined) this.#notes.unsettle(this.#market.assetHash, this.#sign, this.#told(newest));
  }

  /** Begins a group behind all others. */
  #begin({ number, extreme }: TrailingGroup): void {
    const groups = this.#groups;
    const before = groups.at(-1);
    if (before !== undefined) {
      assert(before.count > 0, 'the newest group has an order');
      assert(before.extreme > extreme, 'a group that begins later has a worse price');
      this.#notes.settle(this.#market.assetHash, this.#sign, this.#told(before));
      this.#stops.push(-this.#stopOf(groups.length - 1));
    }
    if (this.#empty > 8 && 2 * this.#empty > groups.length) this.#clear();
    const group = { number, extreme, start: this.#distances.size, count: 0 };
    groups.push(group);
    this.#newest = extreme;
    this.#isNoted = -1;
    this.#note(group);
  }

  /** Gives up the places of groups that are there no longer. All groups have a stop then. */
  #clear(): void {
    const living = this.#groups.filter(({ count }) => count > 0);
    const stops = this.#groups.flatMap(({ count }, index) => (count > 0 ? [this.#stops.at(index)] : []));
    this.#groups.length = 0;
    for (const group of living) this.#groups.push(group);
    this.#stops.cut(0);
    for (const stop of stops) this.#stops.push(stop);
    this.#empty = 0;
  }

  #append(slot: number, distance: number): void {
    assert(distance > 0, 'a stop trails at a distance');
    assert(this.#orders.records.word(slot, PLACE) === 0, 'an order trails once');
    const place = this.#distances.size;
    if (place === this.#slots.length) {
      const slots = this.#slots;
      this.#slots = new Uint32Array(2 * slots.length);
      this.#slots.set(slots);
    }
    this.#slots[place] = slot;
    this.#distances.push(distance);
    this.#orders.records.setWord(slot, PLACE, place + 1);
    this.#count += 1;
    this.#groupAt(this.#groups.length - 1).count += 1;
  }

  /** Gives up the places of orders that trail no longer. */
  #closeRanks(): void {
    const distances = Array.from({ length: this.#distances.size }, (_, place) => this.#distances.at(place));
    const groups = this.#groups.splice(0);
    this.#distances.cut(0);
    let taken = 0;
    for (const [index, group] of groups.entries()) {
      const end = groups[index + 1]?.start ?? distances.length;
      this.#groups.push({ ...group, start: taken });
      for (let place = group.start; place < end; place++) {
        const slot = this.#slots[place] as number;
        if (slot === NONE) continue;
        this.#slots[taken] = slot;
        this.#distances.push(distances[place] as number);
        taken += 1;
        this.#orders.records.setWord(slot, PLACE, taken);
      }
    }
    assert(taken === this.#count, 'each order that trails keeps a place');
    this.#slots.fill(NONE, taken);
  }

  #note(group: Group): void {
    if (this.#isNoted === this.#notes.round) return;
    this.#isNoted = this.#notes.round;
    this.#notes.change(group.number, this);
  }

  #findNextStop(): void {
    const newest = this.#groups.at(-1);
    this.#least = newest === undefined ? 0 : this.#distances.leastIn(newest.start, this.#distances.size);
    const next = newest === undefined ? Number.NEGATIVE_INFINITY : newest.extreme - this.#least;
    this.#nextStop = Math.max(next, -this.#stops.least);
  }

  #stopOf(index: number): number {
    const { extreme, start } = this.#groupAt(index);
    return extreme - this.#distances.leastIn(start, this.#endOf(index));
  }

  *#dueIn(index: number, price: number): Generator<number> {
    const { extreme, start } = this.#groupAt(index);
    for (const place of this.#distances.upTo(extreme - price, start, this.#endOf(index)))
      yield this.#slots[place] as number;
  }

  #endOf(index: number): number {
    return this.#groups[index + 1]?.start ?? this.#distances.size;
  }

  #groupAt(index: number): Group {
    return this.#groups[index] as Group;
  }

  /** The group of a place: the last one that does not begin behind it. */
  #indexOf(place: number): number {
    return this.#lastWith(({ start }) => start <= place);
  }

  /** The last group of which something holds that holds of all before it, or -1. */
  #lastWith(holds: (group: Group) => boolean): number {
    let [from, to] = [0, this.#groups.length];
    while (from < to) {
      const middle = (from + to) >> 1;
      if (holds(this.#groupAt(middle))) from = middle + 1;
      else to = middle;
    }
    return from - 1;
  }

  #placeOf(slot: number): number {
    const place = this.#orders.records.word(slot, PLACE) - 1;
    assert(place >= 0 && this.#slots[place] === slot, 'an order that trails is at its place');
    return place;
  }

  /** A group with its price as others count it. */
  #told({ number, extreme }: TrailingGroup): TrailingGroup {
    return { number, extreme: this.#sign * extreme };
  }
}
