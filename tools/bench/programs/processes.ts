import { basename, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { type Devstack, freePort, freshFolder, removeFolder, startDevstack } from '@fulcrum/devstack';
import { LARGE_PAGES } from '../../large-pages.ts';
import type { BenchContext } from '../bench.ts';
import { noteServer } from '../machine.ts';
import { until } from './limit.ts';
import { Program } from './program.ts';

const ROOT = join(import.meta.dirname, '..', '..', '..');
const READY_LIMIT_MS = 30_000;

export interface StartOptions {
  readonly name?: string;
  readonly args?: readonly string[];
  readonly env?: Readonly<Record<string, string>>;
  readonly nodeOptions?: readonly string[];
}

/** One of Fulcrum's own processes. */
export interface App {
  readonly program: Program;
  /** Where it serves /health, /ready and /metrics. */
  readonly healthUrl: string;
}

/** Starts programs, and stops all of them at the end, also after a failure. */
export class Programs {
  readonly folder: string;
  readonly #signal: AbortSignal;
  readonly #started: Program[] = [];

  constructor(folder: string, signal: AbortSignal) {
    this.folder = folder;
    this.#signal = signal;
  }

  /** Starts a program of the bench's own, that answers with `runWorker`. */
  worker(main: URL, options: StartOptions = {}): Program {
    const file = fileURLToPath(main);
    return this.#start(file, { name: basename(file, '.ts'), ...options });
  }

  /** Starts an app by its name, without waiting for it. It listens on 127.0.0.1 alone. */
  async spawnApp(app: string, options: StartOptions = {}): Promise<App> {
    const port = await freePort();
    const env = {
      HOST: '127.0.0.1',
      LOG_LEVEL: 'info',
      ...(app === 'engine' && LARGE_PAGES),
      ...options.env,
      HEALTH_PORT: String(port),
    };
    const main = join(ROOT, 'apps', app, 'src', 'main.ts');
    return { program: this.#start(main, { name: app, ...options, env }), healthUrl: `http://127.0.0.1:${port}` };
  }

  /** Starts an app, and waits until it says that it is ready. */
  async startApp(app: string, options: StartOptions = {}, readyLimitMs = READY_LIMIT_MS): Promise<App> {
    const started = await this.spawnApp(app, options);
    await this.ready(started, readyLimitMs);
    return started;
  }

  async ready({ program, healthUrl }: App, limitMs = READY_LIMIT_MS, intervalMs = 25): Promise<void> {
    const ask = async () => {
      if (program.hasEnded) throw new Error(`${program.name} did not start:\n${program.log().slice(-3_000)}`);
      const response = await fetch(`${healthUrl}/ready`, { signal: AbortSignal.timeout(5_000) }).catch(() => undefined);
      await response?.body?.cancel();
      return response?.status === 200 ? true : undefined;
    };
    await until(limitMs, `${program.name} is ready`, this.#signal, ask, intervalMs);
  }

  async stop(): Promise<void> {
    await Promise.all(this.#started.map((program) => program.stop()));
  }

  #start(main: string, { name, ...options }: StartOptions & { name: string }): Program {
    this.#signal.throwIfAborted();
    const logFile = join(this.folder, `${name}.log`);
    const program = new Program({ ...options, name, main, logFile, signal: this.#signal });
    this.#started.push(program);
    return program;
  }
}

/** Runs programs in a folder that is removed afterwards. */
export async function withPrograms<T>(context: BenchContext, use: (programs: Programs) => Promise<T>): Promise<T> {
  const folder = await freshFolder();
  const programs = new Programs(folder, context.signal);
  try {
    return await use(programs);
  } finally {
    await programs.stop();
    removeFolder(folder);
  }
}

/** Real servers, and what is started beside them. */
export interface BenchStack {
  readonly programs: Programs;
  readonly devstack: Devstack;
  /** The settings that tell every app where the servers are. */
  readonly env: { readonly REDIS_URL: string; readonly DATABASE_URL: string };
}

/** Runs programs on a real Redis that syncs every write to the disk, as in production, and a real PostgreSQL. */
export async function withStack<T>(context: BenchContext, use: (stack: BenchStack) => Promise<T>): Promise<T> {
  return withPrograms(context, async (programs) => {
    context.progress('starting Redis and PostgreSQL');
    const devstack = await startDevstack({ directory: join(programs.folder, 'servers') });
    try {
      noteServer(devstack.redis.description);
      noteServer(devstack.postgres.description);
      const env = { REDIS_URL: devstack.redis.url, DATABASE_URL: devstack.postgres.url };
      return await use({ programs, devstack, env });
    } finally {
      // The programs are stopped first, so that none of them logs that a server is gone.
      await programs.stop();
      await devstack.stop();
    }
  });
}
