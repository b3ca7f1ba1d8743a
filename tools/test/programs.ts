import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { type KnownProcess, processesBelow, stillRunning } from './process-tree.ts';

/** Servers of tests end by themselves within this time once they are unused. */
const LIMIT_MS = 20_000;

const LOOK_MS = 100;

/** The programs that this one runs. When it is interrupted, they and all their descendants end before it. */
export class Programs {
  readonly #running = new Set<ChildProcess>();
  readonly #limitMs: number;
  #ending: Promise<never> | undefined;

  constructor(limitMs = LIMIT_MS) {
    this.#limitMs = limitMs;
  }

  /** Starts a program in a process group of its own. A signal reaches the whole group, and Ctrl-C only this program. */
  spawn(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
    const child = spawn(command, args, { ...options, detached: process.platform !== 'win32' });
    this.#running.add(child);
    for (const event of ['error', 'exit'] as const) child.once(event, () => this.#running.delete(child));
    return child;
  }

  /** On a signal, ends all programs and then this one, with the status that a shell would give. */
  endWith(signals: Readonly<Record<string, number>>): void {
    for (const [signal, number] of Object.entries(signals)) process.on(signal, () => this.end(128 + number));
  }

  /** Set once this program has to end. The promise never resolves, so that code after it does not run. */
  get ending(): Promise<never> | undefined {
    return this.#ending;
  }

  end(status: number): void {
    this.#ending ??= this.#endAll(status);
  }

  async #endAll(status: number): Promise<never> {
    const known = new Map<number, KnownProcess>();
    const look = () => {
      for (const found of processesBelow(process.pid)) known.set(found.pid, found);
    };
    look();
    for (const { pid } of this.#running) signalGroup(pid);
    // A process that loses its parent is no longer a descendant of this program, so all are noted before.
    for (const until = Date.now() + this.#limitMs; Date.now() < until; await sleep(LOOK_MS)) {
      look();
      if (stillRunning([...known.values()]).length === 0) break;
    }
    for (const { pid } of stillRunning([...known.values()])) end(pid, 'SIGKILL');
    process.exit(status);
  }
}

function signalGroup(pid: number | undefined): void {
  if (pid !== undefined) end(process.platform === 'win32' ? pid : -pid, 'SIGTERM');
}

function end(pid: number, signal: NodeJS.Signals): void {
  try {
    process.kill(pid, signal);
  } catch {
    // It has ended already.
  }
}
