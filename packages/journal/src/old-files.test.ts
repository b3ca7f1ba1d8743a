import { mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { deleteOldFiles } from './old-files.ts';

let directory: string;

beforeEach(() => {
  directory = mkdtempSync(join(tmpdir(), 'fulcrum-journal-'));
  // By the numbers, not by the names: 1000 comes after 900.
  for (const id of ['800-0', '900-5', '1000-0']) writeFileSync(join(directory, `journal-${id}.ndjson`), '');
  writeFileSync(join(directory, 'notes.txt'), '');
});

afterEach(() => {
  rmSync(directory, { recursive: true });
});

it.each<[string, string[]]>([
  ['900-4', ['1000-0', '800-0', '900-5']],
  // The next file begins here, so that nothing at or behind it is in the first.
  ['900-5', ['1000-0', '900-5']],
  ['1000-0', ['1000-0']],
  ['5000-0', ['1000-0']],
])('before %s, files are deleted as a whole, and the last one stays', async (before, left) => {
  await deleteOldFiles(directory, before);
  expect(readdirSync(directory).sort()).toEqual([...left.map((id) => `journal-${id}.ndjson`), 'notes.txt']);
});

it('a folder without files is left alone', async () => {
  expect(await deleteOldFiles(join(directory, 'none'), '5-0')).toEqual([]);
});
