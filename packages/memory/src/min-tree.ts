import { assert } from '@fulcrum/log';

const FIRST_CAPACITY = 8;
const NOTHING = Number.POSITIVE_INFINITY;

/**
 * A row of numbers of which any stretch is asked for its least one. It grows at its end, and each of its numbers can be
 * changed. All of that costs O(log n). Infinity stands for a place without a number.
 *
 * It is a binary tree in an array: each number of the upper half is the lower one of the two below it.
 */
export class MinTree {
  #tree = new Float64Array(2 * FIRST_CAPACITY).fill(NOTHING);
  #size = 0;

  get size(): number {
    return this.#size;
  }

  /** Whether one more number makes it grow, which looks at all of them. */
  get isFull(): boolean {
    return 2 * this.#size === this.#tree.length;
  }

  /** The least number of all, or Infinity. */
  get least(): number {
    return this.#tree[1] as number;
  }

  at(index: number): number {
    assert(index >= 0 && index < this.#size, 'a number that is read stands in the row');
    return this.#tree[this.#capacity + index] as number;
  }

  push(value: number): void {
    if (this.isFull) this.#grow();
    this.#size += 1;
    this.set(this.#size - 1, value);
  }

  set(index: number, value: number): void {
    assert(index >= 0 && index < this.#size, 'a number that changes stands in the row');
    assert(!Number.isNaN(value), 'what stands in the row is a number');
    const tree = this.#tree;
    let at = this.#capacity + index;
    tree[at] = value;
    for (at >>= 1; at > 0; at >>= 1) {
      const [left, right] = [tree[2 * at] as number, tree[2 * at + 1] as number];
      const least = left < right ? left : right;
      if (tree[at] === least) return;
      tree[at] = least;
    }
  }

  /** Makes the row shorter. */
  cut(size: number): void {
    assert(size <= this.#size, 'a row that is cut becomes shorter');
    for (let index = size; index < this.#size; index++) this.set(index, NOTHING);
    this.#size = size;
  }

  /** The least number from one place up to another, which is left out, or Infinity. */
  leastIn(from: number, to: number): number {
    assert(from >= 0 && to <= this.#size, 'a stretch that is asked for is part of the row');
    const tree = this.#tree;
    let least = NOTHING;
    let [left, right] = [this.#capacity + from, this.#capacity + to];
    for (; left < right; left >>= 1, right >>= 1) {
      if (left & 1) least = Math.min(least, tree[left++] as number);
      if (right & 1) least = Math.min(least, tree[--right] as number);
    }
    return least;
  }

  /** The places in a stretch whose number is at most `limit`, in their order. The row stays as it is until the last one is taken. */
  *upTo(limit: number, from = 0, to = this.#size): Generator<number> {
    const tree = this.#tree;
    const capacity = this.#capacity;
    const nodes = [1];
    for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
      if ((tree[node] as number) > limit || tree[node] === NOTHING) continue;
      const height = Math.clz32(node) - Math.clz32(capacity);
      const first = (node << height) - capacity;
      if (first >= to || first + (1 << height) <= from) continue;
      if (node >= capacity) yield first;
      else nodes.push(2 * node + 1, 2 * node);
    }
  }

  get #capacity(): number {
    return this.#tree.length >> 1;
  }

  #grow(): void {
    const numbers = this.#tree.subarray(this.#capacity);
    const capacity = 2 * numbers.length;
    const tree = new Float64Array(2 * capacity).fill(NOTHING);
    tree.set(numbers, capacity);
    for (let at = capacity - 1; at > 0; at--) tree[at] = Math.min(tree[2 * at] as number, tree[2 * at + 1] as number);
    this.#tree = tree;
  }
}
