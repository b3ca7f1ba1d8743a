import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import type { GuardNote } from './guard-messages.ts';

/** Only the guard that holds the folder's lock writes the note. */
export function writeGuardNote(directory: string, note: GuardNote): void {
  const path = join(directory, 'guard.json');
  writeFileSync(`${path}.new`, `${JSON.stringify(note)}\n`);
  renameSync(`${path}.new`, path);
}

/** Undefined when there is none, or when it makes no sense. */
export function readGuardNote(directory: string): GuardNote | undefined {
  try {
    return JSON.parse(readFileSync(join(directory, 'guard.json'), 'utf8')) as GuardNote;
  } catch {
    return undefined;
  }
}
