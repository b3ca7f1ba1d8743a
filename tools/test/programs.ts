import { type ChildProcess, type SpawnOptions, spawn } from 'node:child_process';
import { setTimeout as sleep } from 'node:timers/promises';
import { type KnownProcess, processesBelow, stillRunning } from './process-tree.ts';

/** Servers that tests have started end by themselves once nobody uses them, in this time. */
const LIMIT_MS = 20_000;

const LOOK_MS = 100;

/** The programs that this one runs. Nothing of them, nor of what they started, outlives it when it is interrupted. */
export class Programs {
  readonly #running = new Set<ChildProcess>();
  readonly #limitMs: number;
  #ending: Promise<never> | undefined;

  constructor(limitMs = LIMIT_MS) {
    this.#limitMs = limitMs;
  }

  /** Each has a process group of its own, so that a signal reaches all of it, and Ctrl-C this program alone. */
  spawn(command: string, args: readonly string[], options: SpawnOptions): ChildProcess {
    const child = spawn(command, args, { ...options, detached: process.platform !== 'win32' });
    this.#running.add(child);
    for (const event of ['error', 'exit'] as const) child.once(event, () => this.#running.delete(child));
    return child;
  }

  /** Ends everything when this program has to end, and then this program, with the status that a shell would give it. */
  endWith(signals: Readonly<Record<string, number>>): void {
    for (const [signal, number] of Object.entries(signals)) process.on(signal, () => this.end(128 + number));
  }

  /** Set once this program has to end, and never over: what comes behind it is left out. */
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
    // Whoever loses its parent is no longer found below this program, so all are noted while they are.
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
    // It has ended by itself.
  }
}
