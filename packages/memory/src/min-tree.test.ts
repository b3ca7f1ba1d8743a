import fc from 'fast-check';
import { expect, it } from 'vitest';
import { MinTree } from './min-tree.ts';

const step = fc.oneof(
  fc.record({ kind: fc.constant('push' as const), value: fc.integer({ min: 0, max: 20 }) }),
  fc.record({
    kind: fc.constantFrom('set' as const, 'cut' as const),
    value: fc.oneof(fc.integer({ min: 0, max: 20 }), fc.constant(Number.POSITIVE_INFINITY)),
    place: fc.nat(99),
  }),
);

it('says what a plain list says, after any changes', () => {
  fc.assert(
    fc.property(fc.array(step, { maxLength: 60 }), fc.nat(40), fc.nat(40), fc.nat(20), (steps, one, other, limit) => {
      const tree = new MinTree();
      let list: number[] = [];
      for (const next of steps) {
        if (next.kind === 'push' || list.length === 0) {
          tree.push(next.value);
          list.push(next.value);
        } else if (next.kind === 'set') {
          tree.set(next.place % list.length, next.value);
          list[next.place % list.length] = next.value;
        } else {
          tree.cut(next.place % (list.length + 1));
          list = list.slice(0, next.place % (list.length + 1));
        }
      }
      const [from, to] = [Math.min(one, other, list.length), Math.min(Math.max(one, other), list.length)];
      expect(tree.size).toBe(list.length);
      expect(tree.least).toBe(Math.min(Number.POSITIVE_INFINITY, ...list));
      expect(tree.leastIn(from, to)).toBe(Math.min(Number.POSITIVE_INFINITY, ...list.slice(from, to)));
      const places = list.flatMap((value, place) => (value <= limit && place >= from && place < to ? [place] : []));
      expect([...tree.upTo(limit, from, to)]).toEqual(places);
    }),
  );
});

it('stops the process where somebody looks or writes beside it', () => {
  const tree = new MinTree();
  tree.push(1);
  for (const beside of [() => tree.at(1), () => tree.set(-1, 0), () => tree.cut(2), () => tree.leastIn(0, 2)])
    expect(beside).toThrow('broken invariant');
});
