import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

/** Folders that are searched after the PATH, which is often incomplete for programs started from a desktop. */
const usualFolders = ['/usr/local/bin', '/usr/bin', '/usr/sbin', '/opt/homebrew/bin'];

/** Every program of one of these names on the PATH and in the usual folders, folder by folder. */
export function programsNamed(names: readonly string[]): string[] {
  const folders = new Set([...(process.env.PATH ?? '').split(delimiter).filter(Boolean), ...usualFolders]);
  return [...folders].flatMap((folder) => names.map((name) => join(folder, name))).filter(isExecutable);
}

export function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
}
