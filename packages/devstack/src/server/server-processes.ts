import { execFileSync } from 'node:child_process';
import { readdirSync, readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { basename } from 'node:path';

/** A server's folder, and the possible names of its program. */
export interface ServerPlace {
  readonly directory: string;
  readonly programs: readonly string[];
  /** Process ids from files in the folder, for systems on which not all processes can be listed. */
  readonly noted: () => (number | undefined)[];
}

export interface ServerProcess {
  readonly pid: number;
  readonly parent: number;
}

/**
 * The processes of this server: they have its program's name, and run inside its data folder. A noted process id alone
 * is not enough, because the system may have given it to another program.
 */
export function serverProcesses(place: ServerPlace): ServerProcess[] {
  const directory = realpathSync(place.directory);
  return candidates(place)
    .filter((pid) => place.programs.includes(nameOf(pid)) && workingDirectoryOf(pid) === directory)
    .map((pid) => ({ pid, parent: parentOf(pid) }));
}

/** Whether there is a process with this id. A zombie, which waits for its parent, does not count. */
export function isAlive(pid: number): boolean {
  try {
    process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
  return stat(pid)?.state !== 'Z';
}

const isLinux = process.platform === 'linux';

function candidates(place: ServerPlace): number[] {
  if (!isLinux) return place.noted().filter((pid) => pid !== undefined && isAlive(pid)) as number[];
  return readdirSync('/proc')
    .filter((name) => /^\d+$/.test(name))
    .map(Number);
}

function nameOf(pid: number): string {
  if (isLinux) return read(`/proc/${pid}/comm`).trim();
  return basename(output('ps', ['-o', 'comm=', '-p', String(pid)]).trim());
}

function workingDirectoryOf(pid: number): string | undefined {
  if (isLinux) {
    try {
      return readlinkSync(`/proc/${pid}/cwd`);
    } catch {
      return undefined;
    }
  }
  const line = output('lsof', ['-a', '-p', String(pid), '-d', 'cwd', '-Fn'])
    .split('\n')
    .find((text) => text.startsWith('n'));
  return line?.slice(1);
}

function parentOf(pid: number): number {
  if (isLinux) return stat(pid)?.parent ?? 0;
  return Number(output('ps', ['-o', 'ppid=', '-p', String(pid)]));
}

function stat(pid: number): { state: string; parent: number } | undefined {
  // The program's name before these fields stands in brackets, and may contain brackets and spaces.
  const [state, parent] = read(`/proc/${pid}/stat`).split(') ').at(-1)?.split(' ') ?? [];
  return state && parent ? { state, parent: Number(parent) } : undefined;
}

function read(path: string): string {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return '';
  }
}

function output(command: string, args: string[]): string {
  try {
    return execFileSync(command, args, { encoding: 'utf8', timeout: 5_000, stdio: ['ignore', 'pipe', 'ignore'] });
  } catch {
    return '';
  }
}
