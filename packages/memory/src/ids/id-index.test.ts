import fc from 'fast-check';
import { describe, expect, it, vi } from 'vitest';
import { NONE, Records } from '../records.ts';
import { readUuid } from '../uuid.ts';
import { type HashKey, hashId } from './id-hash.ts';
import { IdIndex } from './id-index.ts';
import { IdReader } from './id-reader.ts';

const ID_FIELD = 2;

function emptyIndex(key: HashKey = [1, 2]) {
  const records = new Records(6, 1_000_000);
  return { records, index: new IdIndex(records, ID_FIELD, new IdReader(key)) };
}

function uuid(number: number): string {
  return `00000000-0000-4000-8000-${number.toString(16).padStart(12, '0')}`;
}

describe('IdIndex', () => {
  it('agrees with a map, over any additions, removals and questions', () => {
    const step = fc.record({ id: fc.nat({ max: 3_000 }), what: fc.constantFrom('add', 'add', 'remove', 'find') });
    fc.assert(
      fc.property(fc.array(step, { minLength: 1_000, maxLength: 6_000, size: 'max' }), (steps) => {
        const { records, index } = emptyIndex();
        const map = new Map<string, number>();
        for (const { id, what } of steps) {
          const text = uuid(id);
          const slot = map.get(text);
          expect(index.find(text)).toBe(slot ?? NONE);
          if (what === 'add' && slot === undefined) map.set(text, index.add(text));
          if (what === 'remove' && slot !== undefined) {
            index.remove(slot);
            map.delete(text);
          }
        }
        for (const [text, slot] of map) expect([index.find(text), index.idOf(slot)]).toEqual([slot, text]);
        expect(records.slots().sort()).toEqual([...map.values()].sort());
      }),
      { numRuns: 20 },
    );
  });

  it('finds each of 50,000 ids, and no other, while half of them go', () => {
    const { index } = emptyIndex();
    const slots = Array.from({ length: 50_000 }, (_, number) => index.add(uuid(number)));
    for (let number = 0; number < slots.length; number += 2) index.remove(slots[number] ?? NONE);
    for (const [number, slot] of slots.entries()) expect(index.find(uuid(number))).toBe(number % 2 === 0 ? NONE : slot);
    expect(index.find(uuid(50_000))).toBe(NONE);
  });

  it('looks at some records only, however many there are', () => {
    const { records, index } = emptyIndex();
    const recordsPerFind = (from: number, to: number) => {
      for (let number = from; number < to; number++) index.add(uuid(number));
      const looks = vi.spyOn(records, 'views');
      for (let number = from; number < from + 100; number++) index.find(uuid(number));
      const count = looks.mock.calls.length / 100;
      looks.mockRestore();
      return count;
    };
    // That of the record that is found; another one only when its hash is the same in all of its bits.
    for (const count of [recordsPerFind(0, 1_000), recordsPerFind(1_000, 100_000)]) {
      expect(count).toBeGreaterThanOrEqual(1);
      expect(count).toBeLessThan(1.1);
    }
  });

  it('stops the process when an id is added twice', () => {
    const { index } = emptyIndex();
    index.add(uuid(1));
    expect(() => index.add(uuid(1))).toThrow('broken invariant');
  });
});

describe('the hash of ids', () => {
  const hashes = (key: HashKey) =>
    Array.from({ length: 4_096 }, (_, number) => {
      const words = new Uint32Array(4);
      readUuid(uuid(number), words);
      return hashId(words, key);
    });

  it('depends on every bit of its key', () => {
    const [plain = 0] = hashes([0, 0]);
    for (let bit = 0; bit < 32; bit++) {
      expect(hashes([2 ** bit, 0])[0]).not.toBe(plain);
      expect(hashes([0, 2 ** bit])[0]).not.toBe(plain);
    }
  });

  it('spreads ids that follow each other over places and segments', () => {
    for (const bits of [(hash: number) => hash & 63, (hash: number) => hash >>> 26]) {
      const counts = new Map<number, number>();
      for (const hash of hashes([3, 4])) counts.set(bits(hash), (counts.get(bits(hash)) ?? 0) + 1);
      // 64 ids each on the average; chance leaves between a half and twice as many.
      expect(counts.size).toBe(64);
      for (const count of counts.values()) expect(count).toBeGreaterThan(32);
      for (const count of counts.values()) expect(count).toBeLessThan(128);
    }
  });
});
