import { lstatSync, mkdtempSync, rmdirSync, statSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';

/** The codes of a full disk, which is no fault of a setting. */
const FULL = ['ENOSPC', 'EDQUOT'];

/**
 * Says why a folder cannot be written, or cannot be made if it is missing; undefined when it can. Writing is tried for
 * real, in the nearest folder above that exists, and nothing is left behind.
 */
export function folderFault(path: string): string | undefined {
  const wanted = resolve(path);
  try {
    let nearest = wanted;
    while (lstatSync(nearest, { throwIfNoEntry: false }) === undefined) nearest = dirname(nearest);
    if (!statSync(nearest).isDirectory()) return `${nearest} is no folder`;
    rmdirSync(mkdtempSync(join(nearest, '.writable-')));
    return undefined;
  } catch (error) {
    const { code = 'unknown' } = error as NodeJS.ErrnoException;
    return FULL.includes(code) ? undefined : `${wanted} cannot be written (${code})`;
  }
}
