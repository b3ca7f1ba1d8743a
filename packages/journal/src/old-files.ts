import { rm } from 'node:fs/promises';
import { assert, compareLogIds, type LogId } from '@fulcrum/log';
import { firstIdOf, journalFiles } from './journal-files.ts';

/** The most files that one call deletes. */
const MOST_FILES = 1_000;

/**
 * Deletes the oldest files of a journal, whose entries all come before one. The last file always stays.
 *
 * @returns their paths.
 */
export async function deleteOldFiles(directory: string, before: LogId): Promise<string[]> {
  const files = await journalFiles(directory);
  const kept = files.findIndex((_, index) => {
    const next = files[index + 1];
    return next === undefined || compareLogIds(firstIdOf(next), before) > 0;
  });
  const old = files.slice(0, Math.min(kept, MOST_FILES));
  assert(old.length < Math.max(1, files.length), 'the last file of a journal stays');
  // The oldest goes first, so that an interruption leaves no hole.
  for (const path of old) await rm(path, { force: true });
  return old;
}
