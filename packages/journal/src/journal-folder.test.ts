import { expect, it } from 'vitest';
import { journalFolder } from './journal-folder.ts';

it('is that of all journals for shard 0, whose files are older than shards are, and one in it for any other', () => {
  expect([0, 1, 10].map((shard) => journalFolder('/data/journal', shard))).toEqual([
    '/data/journal',
    '/data/journal/shard-1',
    '/data/journal/shard-10',
  ]);
});

it('is that of a shard', () => {
  expect(() => journalFolder('/data/journal', -1)).toThrow('a shard is a whole number');
});
