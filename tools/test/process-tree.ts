import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync, readFileSync } from 'node:fs';

/** A process by its id and the moment of its start, since ids are reused. */
export interface KnownProcess {
  readonly pid: number;
  readonly start: string;
}

interface ListedProcess extends KnownProcess {
  readonly parent: number;
}

/** All descendants of a process. */
export function processesBelow(pid: number): KnownProcess[] {
  const all = listed();
  const found: ListedProcess[] = [];
  for (let parents = new Set([pid]); parents.size > 0; ) {
    const children = all.filter(({ parent }) => parents.has(parent));
    found.push(...children);
    parents = new Set(children.map((child) => child.pid));
  }
  return found;
}

/** Those processes that still run. */
export function stillRunning(known: readonly KnownProcess[]): KnownProcess[] {
  const running = new Map(listed().map(({ pid, start }) => [pid, start]));
  return known.filter(({ pid, start }) => running.get(pid) === start);
}

/** Lists processes from /proc, or else from ps. Zombies are left out. */
function listed(): ListedProcess[] {
  if (existsSync('/proc/self/stat')) return readdirSync('/proc').flatMap(inProc);
  const output = spawnSync('ps', ['-A', '-o', 'pid=,ppid=,state=,lstart=']).stdout?.toString() ?? '';
  const matches = output.matchAll(/^\s*(\d+)\s+(\d+)\s+([^Z\s]\S*)\s+(.+)$/gm);
  return [...matches].map(([, pid, parent, , start = '']) => ({ pid: Number(pid), parent: Number(parent), start }));
}

function inProc(name: string): ListedProcess[] {
  if (!/^\d+$/.test(name)) return [];
  try {
    const [state, parent, ...others] = readFileSync(`/proc/${name}/stat`, 'utf8').split(') ').at(-1)?.split(' ') ?? [];
    return state === 'Z' ? [] : [{ pid: Number(name), parent: Number(parent), start: others[17] ?? '' }];
  } catch {
    // It has just ended.
    return [];
  }
}
