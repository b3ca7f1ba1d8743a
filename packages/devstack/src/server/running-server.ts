import type { DevServer } from '../dev-server.ts';
import type { Guard } from '../guard/guard-client.ts';
import { endServer, signalAll } from './end-leftovers.ts';
import type { ServerKind } from './server-kind.ts';
import { serverProcesses } from './server-processes.ts';

/** One run of a server, from a start to the next end. */
export interface ServerRun {
  readonly guard: Guard;
  readonly pid: number;
}

/** Starts a server. `onGuard` gets the guard early, so that a long start can be given up. */
export type Start = (onGuard: (guard: Guard) => void) => Promise<ServerRun>;

/** A server that was started here, through its restarts until its stop. */
export class RunningServer implements DevServer {
  readonly url: string;
  readonly description: string;
  readonly #kind: ServerKind;
  readonly #start: Start;
  #current: ServerRun;
  #exited = Promise.withResolvers<void>();
  /** Restarts and stops run one after the other. */
  #queue: Promise<void> = Promise.resolve();
  #stopping: Promise<void> | undefined;
  #stopped = false;
  #isHeld = false;
  #startingGuard: Guard | undefined;

  constructor(kind: ServerKind, port: number, start: Start, run: ServerRun) {
    this.url = kind.url(port);
    this.description = kind.description(port);
    this.#kind = kind;
    this.#start = start;
    this.#current = run;
    this.#watch(run);
  }

  get pid(): number | undefined {
    return this.#current.guard.hasEnded() ? undefined : this.#current.pid;
  }

  get exited(): Promise<void> {
    return this.#exited.promise;
  }

  kill(): Promise<void> {
    this.letGo();
    return this.#current.guard.kill();
  }

  hold(): void {
    const { pid } = this;
    if (pid === undefined) throw new Error(`${this.description} does not run: it cannot be held.`);
    // The first process is held first, so that it starts no more children during the search.
    process.kill(pid, 'SIGSTOP');
    this.#isHeld = true;
    signalAll(serverProcesses(this.#kind.place), 'SIGSTOP');
  }

  /** Resumes all processes. A held process would not hear that it has to end. */
  letGo(): void {
    if (!this.#isHeld) return;
    this.#isHeld = false;
    signalAll(serverProcesses(this.#kind.place), 'SIGCONT');
  }

  async restart(): Promise<void> {
    const before = this.#queue;
    this.#queue = before.catch(() => undefined).then(() => this.#restartNow());
    return this.#queue;
  }

  stop(): Promise<void> {
    this.#stopped = true;
    // A start in progress is given up, however much data it still has to load.
    void this.#startingGuard?.stop();
    this.#stopping ??= this.#queue.catch(() => undefined).then(() => this.#stopNow());
    return this.#stopping;
  }

  async #restartNow(): Promise<void> {
    if (this.#stopped) throw new Error(`${this.description} was stopped: it cannot be restarted.`);
    const down = this.#current.guard.hasEnded();
    const { guard } = this.#current;
    // From here on the end of this server process is wanted, and nobody is told of it.
    this.#current = { guard, pid: this.#current.pid };
    if (down) this.#exited = Promise.withResolvers<void>();
    this.letGo();
    await guard.kill();
    try {
      this.#current = await this.#start((guard) => {
        this.#startingGuard = guard;
        if (this.#stopped) void guard.stop();
      });
    } catch (error) {
      this.#exited.resolve();
      throw error;
    } finally {
      this.#startingGuard = undefined;
    }
    this.#watch(this.#current);
  }

  async #stopNow(): Promise<void> {
    const { guard, pid } = this.#current;
    this.letGo();
    await guard.stop();
    // A killed guard leaves its server behind.
    await endServer(this.#kind.place, pid, this.#kind.stopSignal);
    this.#exited.resolve();
  }

  /** Tells of the end of the current server process. An end that a restart causes is not told. */
  #watch(run: ServerRun): void {
    void run.guard.ended.then(() => {
      if (this.#current === run) this.#exited.resolve();
    });
  }
}
