import { setTimeout as sleep } from 'node:timers/promises';
import type { OnProgress } from '../dev-server.ts';
import { type ServerPlace, type ServerProcess, serverProcesses } from './server-processes.ts';

const cleanStopMs = 8_000;
const killMs = 3_000;
const pollMs = 50;

/**
 * Stops a server that an earlier run left behind in this folder, and waits for its end. This is needed when its guard
 * was killed as well. The caller has locked the folder, so that no new server can appear meanwhile.
 */
export async function endLeftovers(place: ServerPlace, signal: NodeJS.Signals, onProgress: OnProgress): Promise<void> {
  if (serverProcesses(place).length === 0) return;
  onProgress(`Stopping the server that an earlier run left behind in ${place.directory}.`);
  const remaining = () => serverProcesses(place);
  // The clean signal goes to the first process alone, which passes it on to its children.
  signalAll(withoutChildren(remaining()), signal);
  if (await emptyWithin(cleanStopMs, remaining)) return;
  signalAll(remaining(), 'SIGKILL');
  if (await emptyWithin(killMs, remaining)) return;
  const pids = remaining().map(({ pid }) => pid);
  throw new Error(`A server of an earlier run in ${place.directory} does not end: processes ${pids.join(', ')}.`);
}

/** Stops one server whose guard has ended. Another server that now uses the folder is left alone. */
export async function endServer(place: ServerPlace, pid: number, signal: NodeJS.Signals): Promise<void> {
  const remaining = () => serverProcesses(place).filter((found) => found.pid === pid);
  signalAll(remaining(), signal);
  if (await emptyWithin(cleanStopMs - killMs, remaining)) return;
  signalAll(remaining(), 'SIGKILL');
  await emptyWithin(killMs, remaining);
}

function withoutChildren(processes: ServerProcess[]): ServerProcess[] {
  const pids = new Set(processes.map(({ pid }) => pid));
  return processes.filter(({ parent }) => !pids.has(parent));
}

export function signalAll(processes: readonly ServerProcess[], signal: NodeJS.Signals): void {
  for (const { pid } of processes) {
    try {
      process.kill(pid, signal);
    } catch (error) {
      // It may have ended by itself at this moment.
      if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
    }
  }
}

async function emptyWithin(limitMs: number, list: () => unknown[]): Promise<boolean> {
  const deadline = Date.now() + limitMs;
  while (list().length > 0) {
    if (Date.now() > deadline) return false;
    await sleep(pollMs);
  }
  return true;
}
