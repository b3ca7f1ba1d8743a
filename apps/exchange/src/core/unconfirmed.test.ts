import { expect, test } from 'vitest';
import { Unconfirmed } from './unconfirmed.ts';

const made = (sequence: number) => ({ id: `1-${sequence}`, events: [], isLast: true });

test('tells what is confirmed, in order, once, and nothing that is not', () => {
  const told: string[] = [];
  const unconfirmed = new Unconfirmed(({ id }) => told.push(id));
  for (const sequence of [1, 2, 5]) unconfirmed.add(made(sequence));
  unconfirmed.confirm('1-2');
  unconfirmed.confirm('1-2');
  expect([told, unconfirmed.size]).toEqual([['1-1', '1-2'], 1]);
  unconfirmed.confirm('1-4');
  expect(told).toHaveLength(2);
  unconfirmed.add(made(6));
  unconfirmed.confirm('1-9');
  expect([told, unconfirmed.size]).toEqual([['1-1', '1-2', '1-5', '1-6'], 0]);
});

test('forgets all where a replica begins anew, which makes them once more', () => {
  const told: string[] = [];
  const unconfirmed = new Unconfirmed(({ id }) => told.push(id));
  for (let sequence = 1; sequence <= 3_000; sequence += 1) unconfirmed.add(made(sequence));
  unconfirmed.confirm('1-2000');
  unconfirmed.clear();
  unconfirmed.add(made(1));
  unconfirmed.confirm('1-3000');
  expect([told.length, told.at(-1)]).toEqual([2_001, '1-1']);
});
