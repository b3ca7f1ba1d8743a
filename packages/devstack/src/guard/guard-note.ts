import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GuardNote } from './guard-messages.ts';

/** Writes the note. Only the guard with the folder's lock does so. */
export function writeGuardNote(directory: string, note: GuardNote): void {
  const path = join(directory, 'guard.json');
  writeFileSync(`${path}.new`, `${JSON.stringify(note)}\n`);
  renameSync(`${path}.new`, path);
}

/** Reads the note; undefined when there is none, or it is malformed. */
export function readGuardNote(directory: string): GuardNote | undefined {
  try {
    return JSON.parse(readFileSync(join(directory, 'guard.json'), 'utf8')) as GuardNote;
  } catch {
    return undefined;
  }
}
