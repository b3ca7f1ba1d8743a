import { existsSync, statfsSync } from 'node:fs';

/** PostgreSQL takes 16 MiB at a time for its log. A server that ended with less than twice that left ended for want of room. */
const LITTLE_BYTES = 32 * 1_024 * 1_024;

/** Whether the disk of a folder has next to no room. */
export function isDiskFull(folder: string): boolean {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize < LITTLE_BYTES;
}

/** How the system, Node, Redis and PostgreSQL call it. */
const FULL = /no space left on device|ENOSPC|disk quota exceeded|EDQUOT/i;

/**
 * Says that a start failed for want of room.
 *
 * @param isPlain its message says already what is wrong, unless that is the disk.
 * @returns undefined where there is room.
 */
export function fullDiskAdvice(folder: string, error: Error, isPlain: boolean): string | undefined {
  const isFull = existsSync(folder) && isDiskFull(folder);
  if (isFull && (!isPlain || FULL.test(error.message)))
    return `The disk of ${folder} is full: make room there, and start again.`;
  // Of a quota, or of a disk elsewhere, the message alone tells.
  return FULL.test(error.message)
    ? `There is no room on a disk, maybe that of ${folder}: make some, and start again.`
    : undefined;
}
