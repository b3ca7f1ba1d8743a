import { readFileSync, statfsSync } from 'node:fs';

const DISK = '/dev/shm';

const GIB = 2 ** 30;

/** All servers of a test run together hold about a gibibyte there at a time. */
const ROOM_BYTES = 4 * GIB;

/** Such files count as memory in use, which the tests' processes need as well. */
const MEMORY_BYTES = 8 * GIB;

/**
 * Linux' own file system in memory. On a disk a good third of the processor time of the tests that start servers goes
 * into the files of these.
 *
 * @returns undefined where there is none, where it is small, and where no program can be run from it.
 */
export function memoryDisk(): string | undefined {
  if (process.platform !== 'linux') return undefined;
  try {
    if (!isOfUse(readFileSync('/proc/mounts', 'utf8'))) return undefined;
    const { bavail, bsize } = statfsSync(DISK);
    return bavail * bsize >= ROOM_BYTES && process.availableMemory() >= MEMORY_BYTES ? DISK : undefined;
  } catch {
    // Such a system keeps its tests on the disk.
    return undefined;
  }
}

/** Whether a list of mounts has it, and programs can be run from it. Containers often forbid that. */
export function isOfUse(mounts: string): boolean {
  const mounted = mounts
    .split('\n')
    .map((line) => line.split(' '))
    .findLast(([, path]) => path === DISK);
  const [, , kind, options = ''] = mounted ?? [];
  const allows = options.split(',');
  return kind === 'tmpfs' && allows.includes('rw') && !allows.includes('noexec');
}
