import { expect, it } from 'vitest';
import { NONE } from './records.ts';
import { SlotTable } from './slot-table.ts';

function slotsOf(table: SlotTable, hash: number): number[] {
  const slots: number[] = [];
  for (let slot = table.first(hash); slot !== NONE; slot = table.next()) slots.push(slot);
  return slots.sort((one, other) => one - other);
}

it('has every slot under its hash, also where several have the same', () => {
  const table = new SlotTable();
  const hashOf = (slot: number) => Math.imul(slot >> 1, 0x9e3779b1) >>> 0;
  for (let slot = 2; slot < 20_000; slot++) table.add(hashOf(slot), slot);
  for (let slot = 2; slot < 20_000; slot += 2) expect(slotsOf(table, hashOf(slot))).toEqual([slot, slot + 1]);
  for (let slot = 2; slot < 20_000; slot += 2) table.remove(hashOf(slot), slot);
  for (let slot = 2; slot < 20_000; slot += 2) expect(slotsOf(table, hashOf(slot))).toEqual([slot + 1]);
  expect(() => table.remove(hashOf(2), 2)).toThrow('a slot that is removed stands in the table');
});

it('has nothing at first', () => {
  expect(slotsOf(new SlotTable(), 0)).toEqual([]);
});
