import { closeSync, fstatSync, openSync, readSync } from 'node:fs';

const LINE_END = 0x0a;

/**
 * Whether a file that is open for appending ends within a line, which happens when a process is killed on a full disk.
 * For a pipe, and for a file that this user may not read, the answer is false.
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
    // The descriptor itself is open for writing only.
    const reader = openSync(`/proc/self/fd/${descriptor}`, 'r');
    try {
      readSync(reader, byte, 0, 1, position);
    } finally {
      closeSync(reader);
    }
  }
  return byte[0];
}
