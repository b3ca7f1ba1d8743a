import { accessSync, constants } from 'node:fs';
import { resolve } from 'node:path';
import type { DevServer, OnProgress, StartOptions } from '../dev-server.ts';
import { type Guard, openGuard } from '../guard/guard-client.ts';
import type { ServerProgram } from '../guard/guard-messages.ts';
import { openServerLog, type ServerLog } from '../guard/server-log.ts';
import { freePort } from '../machine/free-port.ts';
import { makeFolder } from '../machine/make-folder.ts';
import { endLeftovers, endServer, signalAll } from './end-leftovers.ts';
import { type Answer, whenReady } from './readiness.ts';
import { type ServerPlace, serverProcesses } from './server-processes.ts';

/** What is different between a Redis and a PostgreSQL. */
export interface ServerKind {
  readonly place: ServerPlace;
  readonly stopSignal: NodeJS.Signals;
  /** Makes the folder ready for a start; nothing else uses it meanwhile. */
  prepare(onProgress: OnProgress): Promise<void>;
  program(port: number): ServerProgram;
  /** Asks the server once, in bounded time, whether it can be used; undefined when nothing answers. */
  ask(port: number, pid: number): Promise<Answer | undefined>;
  /** Says in sentences for people why it ended while it started, where its last words tell. */
  explain?(lastWords: string): string | undefined;
  /** Done after each start, before anybody uses the server. */
  finish(port: number): Promise<void>;
  url(port: number): string;
  description(port: number): string;
}

const portAttempts = 3;
/** Both servers say it in these words. */
const portTaken = /address already in use/i;

/** Starts a server of this kind under a guard, and waits until it can be used. */
export async function startLocalServer(kind: ServerKind, options: StartOptions): Promise<DevServer> {
  const directory = resolve(options.directory);
  const onProgress = options.onProgress ?? (() => undefined);
  makeWritable(directory);
  for (let attempt = 1; ; attempt += 1) {
    const port = options.port ?? (await freePort());
    const start: Start = (onGuard) => startOnce(kind, directory, port, onProgress, onGuard);
    try {
      return new LocalServer(kind, port, start, await start(() => undefined));
    } catch (error) {
      // Somebody else may take a port in the moment between its choice and the server's start.
      const again = options.port === undefined && attempt < portAttempts && portTaken.test(String(error));
      if (!again) throw error;
    }
  }
}

function makeWritable(directory: string): void {
  try {
    makeFolder(directory);
    accessSync(directory, constants.W_OK);
    openServerLog(directory).withDescriptor(() => undefined);
  } catch (error) {
    throw new Error(
      `${directory} cannot be written to (${(error as Error).message}). If another user made it, start as that user, ` +
        'or set FULCRUM_HOME to another folder.',
    );
  }
}

/** A server from its start to its end. */
interface Life {
  readonly guard: Guard;
  readonly pid: number;
}

/** Tells about the guard as soon as there is one, so that a start that takes long can be given up. */
type Start = (onGuard: (guard: Guard) => void) => Promise<Life>;

async function startOnce(
  kind: ServerKind,
  directory: string,
  port: number,
  onProgress: OnProgress,
  onGuard: (guard: Guard) => void,
): Promise<Life> {
  const log = openServerLog(directory);
  const guard = await openGuard(directory, log, onProgress);
  onGuard(guard);
  try {
    await kind.prepare(onProgress);
    await endLeftovers(kind.place, kind.stopSignal, onProgress);
    log.endLine();
    const pid = await runProgram(kind, guard, port, log);
    await whenReady(() => kind.ask(port, pid), guard, log, onProgress);
    await kind.finish(port);
    return { guard, pid };
  } catch (error) {
    const why = guard.hasEnded() ? kind.explain?.(log.tail()) : undefined;
    await guard.stop();
    throw why === undefined ? error : new Error(why, { cause: error });
  }
}

async function runProgram(kind: ServerKind, guard: Guard, port: number, log: ServerLog): Promise<number> {
  try {
    return await guard.run(kind.program(port));
  } catch (error) {
    throw new Error(`${error instanceof Error ? error.message : error} ${log.path} ends with:\n${log.tail()}`);
  }
}

class LocalServer implements DevServer {
  readonly url: string;
  readonly description: string;
  readonly #kind: ServerKind;
  readonly #start: Start;
  #life: Life;
  #exited = Promise.withResolvers<void>();
  /** Restarts and stops take their turns: each begins when the one before it is done. */
  #queue: Promise<void> = Promise.resolve();
  #stopping: Promise<void> | undefined;
  #stopped = false;
  #isHeld = false;
  #startingGuard: Guard | undefined;

  constructor(kind: ServerKind, port: number, start: Start, life: Life) {
    this.url = kind.url(port);
    this.description = kind.description(port);
    this.#kind = kind;
    this.#start = start;
    this.#life = life;
    this.#watch(life);
  }

  get pid(): number | undefined {
    return this.#life.guard.hasEnded() ? undefined : this.#life.pid;
  }

  get exited(): Promise<void> {
    return this.#exited.promise;
  }

  kill(): Promise<void> {
    this.letGo();
    return this.#life.guard.kill();
  }

  hold(): void {
    const { pid } = this;
    if (pid === undefined) throw new Error(`${this.description} does not run: it cannot be held.`);
    // The first process goes first, so that it makes no more of them while they are looked for.
    process.kill(pid, 'SIGSTOP');
    this.#isHeld = true;
    signalAll(serverProcesses(this.#kind.place), 'SIGSTOP');
  }

  /** A process that is held would not hear that it has to end, or that its server is gone. */
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
    // A start that is on its way is given up, however much data it still has to load.
    void this.#startingGuard?.stop();
    this.#stopping ??= this.#queue.catch(() => undefined).then(() => this.#stopNow());
    return this.#stopping;
  }

  async #restartNow(): Promise<void> {
    if (this.#stopped) throw new Error(`${this.description} was stopped: it cannot be restarted.`);
    const down = this.#life.guard.hasEnded();
    const { guard } = this.#life;
    // From here on the end of this life is wanted, and nobody is told about it.
    this.#life = { guard, pid: this.#life.pid };
    if (down) this.#exited = Promise.withResolvers<void>();
    this.letGo();
    await guard.kill();
    try {
      this.#life = await this.#start((guard) => {
        this.#startingGuard = guard;
        if (this.#stopped) void guard.stop();
      });
    } catch (error) {
      this.#exited.resolve();
      throw error;
    } finally {
      this.#startingGuard = undefined;
    }
    this.#watch(this.#life);
  }

  async #stopNow(): Promise<void> {
    const { guard, pid } = this.#life;
    this.letGo();
    await guard.stop();
    // A guard that was killed left its server behind.
    await endServer(this.#kind.place, pid, this.#kind.stopSignal);
    this.#exited.resolve();
  }

  /** Tells about the end of the life that is current; the end that a restart brings about is nobody's concern. */
  #watch(life: Life): void {
    void life.guard.ended.then(() => {
      if (this.#life === life) this.#exited.resolve();
    });
  }
}
