import { spawnSync } from 'node:child_process';
import { chmodSync, closeSync, openSync, rmSync, truncateSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { freshFolder, removeFolder } from './test-folder.ts';

/** A file system of its own, in memory, that a test fills up. */
export interface SmallDisk {
  readonly folder: string;
  /** Fills the disk, except for some bytes. */
  fill(except?: number): void;
  /** Frees the room that `fill` took. */
  free(): void;
  remove(): void;
}

/** @returns undefined without the right to mount, which only root has. */
export async function smallDisk(bytes: number): Promise<SmallDisk | undefined> {
  const folder = await freshFolder();
  const { status } = spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${bytes}`, 'tmpfs', folder], { stdio: 'ignore' });
  if (status !== 0) {
    removeFolder(folder);
    return undefined;
  }
  chmodSync(folder, 0o755);
  const filler = join(folder, 'filler');
  return {
    folder,
    fill(except = 0) {
      const size = writeUntilFull(filler);
      truncateSync(filler, Math.max(0, size - except));
    },
    free: () => rmSync(filler, { force: true }),
    remove() {
      // Lazily, because a killed process may hold a file a moment longer.
      spawnSync('umount', ['--lazy', folder], { stdio: 'ignore' });
      removeFolder(folder);
    },
  };
}

/** Writes until the disk is full. Others may write meanwhile, so the room that is left is not known before. */
function writeUntilFull(path: string): number {
  const piece = Buffer.alloc(4_096);
  const file = openSync(path, 'w');
  try {
    for (let size = 0; ; size += piece.length) if (!wrote(file, piece)) return size;
  } finally {
    closeSync(file);
  }
}

function wrote(file: number, piece: Buffer): boolean {
  try {
    return writeSync(file, piece) === piece.length;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOSPC') return false;
    throw error;
  }
}
