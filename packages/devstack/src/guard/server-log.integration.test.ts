import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, expect, it } from 'vitest';
import { type SmallDisk, smallDisk } from '../machine/small-disk.ts';
import { openServerLog } from './server-log.ts';

let disk: SmallDisk | undefined;

afterEach(() => disk?.remove());

it('a line that was left unfinished is ended, also where the disk has no room for it', async ({ skip }) => {
  disk = await smallDisk(1_024 * 1_024);
  if (disk === undefined) return skip('a file system is mounted by root alone');
  const path = join(disk.folder, 'server.log');
  const log = openServerLog(disk.folder);
  log.withDescriptor(() => undefined);
  log.endLine();
  expect(readFileSync(path, 'utf8')).toBe('');
  writeFileSync(path, 'one\ntwo');
  for (const _ of ['first', 'again']) log.endLine();
  expect(readFileSync(path, 'utf8')).toBe('one\ntwo\n');
  const fullPage = 'x'.repeat(4_096);
  writeFileSync(path, fullPage);
  disk.fill();
  for (const _ of ['first', 'again']) log.endLine();
  expect(readFileSync(path, 'utf8')).toBe(`${fullPage.slice(1)}\n`);
});
