import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync } from 'node:fs';

const INTERVAL_MS = 500;

/**
 * Calls back when the npm that started this program has ended. It may have been killed, and the shell between npm and
 * this program does not tell. A product that nobody can stop with Ctrl-C must not go on.
 */
export function watchNpm(onGone: () => void): void {
  if (process.env.npm_lifecycle_event === undefined) return;
  const watched = npmAndShell(process.ppid);
  const timer = setInterval(() => {
    if (watched.every(isThere)) return;
    clearInterval(timer);
    onGone();
  }, INTERVAL_MS);
  timer.unref();
}

/** The parent, if it is npm; or a shell as parent, and npm above it. */
function npmAndShell(parent: number): number[] {
  const about = describe(parent);
  if (about === undefined || about.command.includes('npm')) return [parent];
  const above = describe(about.parent);
  return above?.command.includes('npm') ? [parent, about.parent] : [parent];
}

function isThere(pid: number): boolean {
  try {
    process.kill(pid, 0);
    return true;
  } catch {
    return false;
  }
}

/** From /proc where there is one, else from ps. */
function describe(pid: number): { parent: number; command: string } | undefined {
  if (!existsSync('/proc/self/stat')) {
    const match = /^\s*(\d+)\s+(.*)/.exec(
      spawnSync('ps', ['-o', 'ppid=,args=', '-p', String(pid)]).stdout?.toString() ?? '',
    );
    return match === null ? undefined : { parent: Number(match[1]), command: match[2] ?? '' };
  }
  try {
    const parent = Number(/^PPid:\s*(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1]);
    return { parent, command: readFileSync(`/proc/${pid}/cmdline`, 'utf8').replaceAll('\0', ' ') };
  } catch {
    return undefined;
  }
}
