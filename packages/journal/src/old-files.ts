import { rm } from 'node:fs/promises';
import { compareLogIds, type LogId } from '@fulcrum/log';
import { firstIdOf, journalFiles } from './journal-files.ts';

/** A round deletes no more. */
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
  // The oldest first: should it break off, no hole is left.
  for (const path of old) await rm(path, { force: true });
  return old;
}
