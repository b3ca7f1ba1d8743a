import { existsSync, statfsSync } from 'node:fs';

/** With less room a disk counts as full. PostgreSQL takes 16 MiB at a time for its log, and this is twice as much. */
const LITTLE_BYTES = 32 * 1_024 * 1_024;

/** Whether the disk of a folder is as good as full. */
export function isDiskFull(folder: string): boolean {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize < LITTLE_BYTES;
}

/** The words of the system, Node, Redis and PostgreSQL for it. */
const FULL = /no space left on device|ENOSPC|disk quota exceeded|EDQUOT/i;

/**
 * Says that a start failed because of a full disk.
 *
 * @param isPlain whether the error's message is for people, so that it is kept unless it is about the disk.
 * @returns undefined if there is room.
 */
export function fullDiskAdvice(folder: string, error: Error, isPlain: boolean): string | undefined {
  const isFull = existsSync(folder) && isDiskFull(folder);
  if (isFull && (!isPlain || FULL.test(error.message)))
    return `The disk of ${folder} is full: make room there, and start again.`;
  // Only the message tells of a quota, or of a disk elsewhere.
  return FULL.test(error.message)
    ? `There is no room on a disk, maybe that of ${folder}: make some, and start again.`
    : undefined;
}
