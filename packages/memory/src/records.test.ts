import { describe, expect, it } from 'vitest';
import { NONE, Records } from './records.ts';

const SIZE = 8;

describe('Records', () => {
  it('keep words, numbers and amounts of any page, each in its place, while records are added', () => {
    const records = new Records(SIZE, 50_000);
    const slots = Array.from({ length: 40_000 }, () => {
      const slot = records.add();
      records.setNumber(slot, 0, -slot / 3);
      records.setAmount(slot, 1, BigInt(slot) << 70n);
      records.setWord(slot, 6, slot);
      return slot;
    });
    expect(new Set(slots).size).toBe(slots.length);
    expect(slots).not.toContain(NONE);
    const wrong = slots.filter(
      (slot) =>
        records.number(slot, 0) !== -slot / 3 ||
        records.amount(slot, 1) !== BigInt(slot) << 70n ||
        records.word(slot, 6) !== slot ||
        records.word(slot, 7) !== 0,
    );
    expect(wrong).toEqual([]);
    expect(records.slots()).toEqual(slots);
    for (const slot of slots) records.remove(slot);
    expect(records.slots()).toEqual([]);
  });

  it('use the slots of removed records again, emptied', () => {
    const records = new Records(SIZE, 100);
    const slots = [records.add(), records.add(), records.add()];
    for (const slot of slots) for (let field = 0; field < SIZE; field++) records.setWord(slot, field, 0xffffffff);
    for (const slot of slots) records.remove(slot);
    expect(records.count).toBe(0);
    const again = [records.add(), records.add(), records.add()];
    expect(again.sort()).toEqual(slots.sort());
    for (const slot of again) for (let field = 0; field < SIZE; field++) expect(records.word(slot, field)).toBe(0);
  });

  it('have a limit, behind which the process stops', () => {
    const records = new Records(SIZE, 2);
    const slot = records.add();
    expect(records.isFull).toBe(false);
    records.add();
    expect(records.isFull).toBe(true);
    expect(() => records.add()).toThrow('broken invariant');
    records.remove(slot);
    expect(records.add()).toBe(slot);
  });

  it.each([-1n, -(1n << 64n), -(1n << 64n) - 1n, -(1n << 127n), (1n << 64n) - 1n, 1n << 64n, (1n << 127n) - 1n])(
    'keep the amount %i',
    (amount) => {
      const records = new Records(SIZE, 2);
      const slot = records.add();
      records.setAmount(slot, 1, amount);
      expect(records.amount(slot, 1)).toBe(amount);
      expect([records.number(slot, 0), records.number(slot, 3)]).toEqual([0, 0]);
    },
  );

  it.each([-(1n << 127n) - 1n, 1n << 127n])(
    'stop the process rather than keep the amount %i, which does not fit',
    (amount) => {
      const records = new Records(SIZE, 2);
      const slot = records.add();
      expect(() => records.setAmount(slot, 0, amount)).toThrow('broken invariant');
    },
  );

  it('stop the process when a record is removed twice', () => {
    const records = new Records(SIZE, 2);
    const slot = records.add();
    expect(() => records.remove(slot + 1)).toThrow('a record is removed once');
    records.remove(slot);
    expect(() => records.remove(slot)).toThrow('a record is removed once');
    expect(() => records.remove(NONE)).toThrow('a record is removed once');
  });
});
