import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const LINE_END = 0x0a;

/**
 * Whether a file that is open for appending ends in the middle of a line, as a process leaves it that was killed while
 * the disk was full. Of a pipe nobody can tell, nor of a file that this user may not read.
 */
export function endsWithinLine(descriptor: number): boolean {
  try {
    const found = fstatSync(descriptor);
    return found.isFile() && found.size > 0 && byteAt(descriptor, found.size - 1) !== LINE_END;
  } catch {
    return false;
  }
}

function byteAt(descriptor: number, position: number): number | undefined {
  const byte = Buffer.alloc(1);
  try {
    readSync(descriptor, byte, 0, 1, position);
  } catch {
    // It is open for writing alone.
    const reader = openSync(`/proc/self/fd/${descriptor}`, 'r');
    try {
      readSync(reader, byte, 0, 1, position);
    } finally {
      closeSync(reader);
    }
  }
  return byte[0];
}
