import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isAlive } from './server-processes.ts';

/**
 * A file for each port that a process of this user has chosen, with the process's id in it. A port is free until its server
 * listens, some seconds later: processes that choose at once could choose the same one.
 */
const folder = join(tmpdir(), `fulcrum-ports-${process.getuid?.() ?? 'user'}`);

const own = new Set<string>();

/**
 * Reserves a port for this process until it ends.
 *
 * @returns false when another process has it, or had it and ended a moment ago.
 */
export function reservePort(port: number): boolean {
  mkdirSync(folder, { recursive: true });
  const file = join(folder, String(port));
  try {
    writeFileSync(file, String(process.pid), { flag: 'wx' });
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
    // Who was killed could not free it. Whoever tries next may have it: two could take it at once here.
    if (!isHeld(file)) rmSync(file, { force: true });
    return false;
  }
  if (own.size === 0) process.once('exit', freeAll);
  own.add(file);
  return true;
}

function freeAll(): void {
  for (const file of own) rmSync(file, { force: true });
}

/** Whether the process that a file names lives. A file that names none yet is being written. */
function isHeld(file: string): boolean {
  try {
    const pid = Number(readFileSync(file, 'utf8'));
    return pid === 0 || isAlive(pid);
  } catch {
    // It has been freed meanwhile.
    return false;
  }
}
