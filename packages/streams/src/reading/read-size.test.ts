import { describe, expect, it } from 'vitest';
import type { RawEntry } from './raw-entry.ts';
import { READ_LIMIT, ReadSize } from './read-size.ts';

const MAX = 1_000;

function entries(count: number, length: number): RawEntry[] {
  const entry: RawEntry = ['1-0', ['data', 'x'.repeat(length)]];
  return Array.from({ length: count }, () => entry);
}

describe('the size of a read', () => {
  it('stays the largest one while entries are small', () => {
    const size = new ReadSize(MAX);
    for (const count of [MAX, 1, 0]) {
      size.take(entries(count, 4_000));
      expect([size.count, size.isWithin]).toEqual([MAX, true]);
    }
  });

  it('shrinks at once to what fits, and grows to the double from read to read', () => {
    const size = new ReadSize(MAX);
    size.take(entries(100, READ_LIMIT / 8));
    expect([size.count, size.isWithin]).toEqual([7, false]);
    const counts = Array.from({ length: 9 }, () => {
      size.take(entries(1, 100));
      return size.count;
    });
    expect(counts).toEqual([14, 28, 56, 112, 224, 448, 896, MAX, MAX]);
    expect(size.isWithin).toBe(true);
  });

  it('goes by the largest entry, because more like it may follow', () => {
    const size = new ReadSize(MAX);
    size.take([...entries(500, 10), ...entries(1, READ_LIMIT / 4)]);
    expect([size.count, size.isWithin]).toEqual([3, true]);
  });

  it('is one entry at least, however large', () => {
    const size = new ReadSize(MAX);
    size.take(entries(1, 2 * READ_LIMIT));
    expect([size.count, size.isWithin]).toEqual([1, false]);
  });

  it('takes many empty fields for what they cost', () => {
    const size = new ReadSize(MAX);
    size.take([['1-0', Array.from({ length: 200_000 }, () => '')]]);
    expect(size.count).toBe(1);
  });

  it('may begin with few entries', () => {
    const size = new ReadSize(MAX, 8);
    expect(size.count).toBe(8);
    size.take(entries(8, 10));
    expect(size.count).toBe(16);
  });
});
