import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { IndexedHeap } from './indexed-heap.ts';
import { Records } from './records.ts';

const PLACE = 0;

/** A heap of the records of a table in which each has nothing but its place. */
function emptyHeap() {
  const records = new Records(2, 10_000);
  return { records, heap: new IndexedHeap(records, PLACE) };
}

function due(heap: IndexedHeap, reached: number): number[] {
  return [...heap.due(reached)].sort((a, b) => a - b);
}

describe('IndexedHeap', () => {
  it('has nothing due while it is empty', () => {
    const { heap } = emptyHeap();
    expect(heap.nextKey).toBe(Number.POSITIVE_INFINITY);
    expect(due(heap, Number.MAX_SAFE_INTEGER)).toEqual([]);
  });

  it('agrees with a list that is searched from end to end, over any additions and removals', () => {
    const step = fc.record({ key: fc.integer({ min: -20, max: 20 }), removes: fc.boolean(), pick: fc.nat() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 300, size: 'max' }), (steps) => {
        const { records, heap } = emptyHeap();
        const list: { key: number; slot: number }[] = [];
        for (const { key, removes, pick } of steps) {
          const [removed] = removes && list.length > 0 ? list.splice(pick % list.length, 1) : [];
          if (removed === undefined) {
            const slot = records.add();
            list.push({ key, slot });
            heap.add(key, slot);
          } else heap.remove(removed.slot);
          expect(heap.nextKey).toBe(Math.min(...list.map((entry) => entry.key)));
          const reached = list.filter((entry) => entry.key <= key).map(({ slot }) => slot);
          expect(due(heap, key)).toEqual(reached.sort((a, b) => a - b));
        }
        expect(heap.size).toBe(list.length);
      }),
    );
  });

  it('stops the process when a record is taken out that is not in it, or twice', () => {
    const { records, heap } = emptyHeap();
    const [one, other] = [records.add(), records.add()];
    heap.add(1, one);
    expect([heap.has(one), heap.has(other)]).toEqual([true, false]);
    expect(() => heap.remove(other)).toThrow('a record that is taken out of the heap is in it');
    heap.remove(one);
    expect(() => heap.remove(one)).toThrow('a record that is taken out of the heap is in it');
    expect(heap.size).toBe(0);
  });

  it('stops the process when a record says that it is where another one is', () => {
    const { records, heap } = emptyHeap();
    const [one, other] = [records.add(), records.add()];
    heap.add(1, one);
    records.setWord(other, PLACE, 1);
    expect(() => heap.remove(other)).toThrow('broken invariant');
  });

  it('stops the process when a record is put in twice, or under no key', () => {
    const records = new Records(4, 10);
    const heap = new IndexedHeap(records, 2);
    const [slot, other] = [records.add(), records.add()];
    heap.add(1, slot);
    expect(() => heap.add(2, slot)).toThrow('a record is put into the heap once');
    expect(() => heap.add(Number.NaN, other)).toThrow('the key of a record in the heap is a number');
    heap.remove(slot);
    heap.add(2, slot);
    expect(heap.nextKey).toBe(2);
  });
});
