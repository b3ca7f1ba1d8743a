import { statfsSync } from 'node:fs';

/** PostgreSQL takes 16 MiB at a time for its log. A server that ended with less than twice that left ended for want of room. */
const LITTLE_BYTES = 32 * 1_024 * 1_024;

/** Whether the disk of a folder has next to no room. */
export function isDiskFull(folder: string): boolean {
  const { bavail, bsize } = statfsSync(folder);
  return bavail * bsize < LITTLE_BYTES;
}
