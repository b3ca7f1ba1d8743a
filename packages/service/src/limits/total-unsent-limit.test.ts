import { expect, test } from 'vitest';
import { evictSlowClients } from './total-unsent-limit.ts';

test.each<[name: string, held: number[], dropped: number[]]>([
  ['as much as there may be', [60, 40, 0], []],
  ['too much: the one that holds up the most goes', [30, 50, 21], [50]],
  ['far too much: as many go as have to', [90, 95, 5, 80], [95, 90]],
  ['too much of a single one', [101], [101]],
])('%s', (_name, held, dropped) => {
  const gone: number[] = [];
  const clients = held.map((unsentBytes) => ({ unsentBytes, drop: () => gone.push(unsentBytes) }));
  evictSlowClients(clients, 100);
  expect(gone).toEqual(dropped);
});
