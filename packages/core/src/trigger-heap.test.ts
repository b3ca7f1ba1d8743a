import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Trigger, TriggerHeap } from './trigger-heap.ts';

describe('TriggerHeap', () => {
  it('has nothing due while it is empty', () => {
    const heap = new TriggerHeap<string>();
    expect(heap.nextKey).toBe(Number.POSITIVE_INFINITY);
    expect(heap.due(Number.MAX_SAFE_INTEGER)).toEqual([]);
  });

  it('agrees with a list that is searched from end to end, over any additions and removals', () => {
    const step = fc.record({ key: fc.integer({ min: -20, max: 20 }), removes: fc.boolean(), pick: fc.nat() });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 200 }), fc.integer({ min: -25, max: 25 }), (steps, reached) => {
        const heap = new TriggerHeap<number>();
        const list: Trigger<number>[] = [];
        for (const [item, { key, removes, pick }] of steps.entries()) {
          const [removed] = removes && list.length > 0 ? list.splice(pick % list.length, 1) : [];
          if (removed === undefined) list.push(heap.add(key, item));
          else heap.remove(removed);
          expect(heap.nextKey).toBe(Math.min(...list.map((trigger) => trigger.key)));
        }
        const expected = list.filter(({ key }) => key <= reached).map(({ item }) => item);
        expect(heap.due(reached).sort((a, b) => a - b)).toEqual(expected.sort((a, b) => a - b));
        expect(heap.size).toBe(list.length);
      }),
    );
  });

  it('stops the process when a trigger is removed twice', () => {
    const heap = new TriggerHeap<string>();
    const trigger = heap.add(1, 'order');
    heap.remove(trigger);
    expect(() => heap.remove(trigger)).toThrow('broken invariant');
  });
});
