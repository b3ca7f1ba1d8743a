import { assert } from './assert.ts';

/** Something that happens to `item` once the price has come as far as `key`. It knows its place in its heap. */
export interface Trigger<Item> {
  readonly key: number;
  readonly item: Item;
  index: number;
}

/** A binary heap of triggers, the one with the lowest key on top. Adding and removing cost O(log n). */
export class TriggerHeap<Item> {
  readonly #triggers: Trigger<Item>[] = [];

  get size(): number {
    return this.#triggers.length;
  }

  /** The lowest key, or Infinity when there is none, so that one comparison tells whether anything is due. */
  get nextKey(): number {
    return this.#triggers[0]?.key ?? Number.POSITIVE_INFINITY;
  }

  add(key: number, item: Item): Trigger<Item> {
    const trigger = { key, item, index: this.#triggers.length };
    this.#triggers.push(trigger);
    this.#rise(trigger);
    return trigger;
  }

  remove(trigger: Trigger<Item>): void {
    assert(this.#triggers[trigger.index] === trigger, 'a trigger is at its place in the heap');
    const last = this.#triggers.pop();
    if (last === undefined || last === trigger) return;
    this.#place(last, trigger.index);
    this.#rise(last);
    this.#sink(last);
  }

  /** The items whose key is at most `reached`, in no particular order. Looks at nothing else but their children. */
  due(reached: number): Item[] {
    const items: Item[] = [];
    const open = [0];
    for (let index = open.pop(); index !== undefined; index = open.pop()) {
      const trigger = this.#triggers[index];
      if (trigger === undefined || trigger.key > reached) continue;
      items.push(trigger.item);
      open.push(2 * index + 1, 2 * index + 2);
    }
    return items;
  }

  #rise(trigger: Trigger<Item>): void {
    while (trigger.index > 0) {
      const parent = this.#triggers[(trigger.index - 1) >> 1];
      if (parent === undefined || parent.key <= trigger.key) return;
      this.#swap(parent, trigger);
    }
  }

  #sink(trigger: Trigger<Item>): void {
    for (;;) {
      const left = this.#triggers[2 * trigger.index + 1];
      const right = this.#triggers[2 * trigger.index + 2];
      const child = right !== undefined && left !== undefined && right.key < left.key ? right : left;
      if (child === undefined || child.key >= trigger.key) return;
      this.#swap(trigger, child);
    }
  }

  #swap(upper: Trigger<Item>, lower: Trigger<Item>): void {
    const upperIndex = upper.index;
    this.#place(upper, lower.index);
    this.#place(lower, upperIndex);
  }

  #place(trigger: Trigger<Item>, index: number): void {
    trigger.index = index;
    this.#triggers[index] = trigger;
  }
}
