import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '@fulcrum/devstack';

const ROOT = join(import.meta.dirname, '..', '..');
/**
 * The database client compiles its queries in WebAssembly. V8 optimises that code beside a start, which makes the first turns
 * of the event loop shorter, and takes a sixth of the start's processor time. A test needs it only where turns are measured.
 */
const LATE_WASM = ['--wasm-tiering-budget=300000000'];

const READY_LIMIT_MS = 30_000;
const ASK_LIMIT_MS = 5_000;
/** A start takes seconds where many begin at once. Each look costs both sides a millisecond of the processor. */
const LOOK_MS = 100;
/** A process may wait for something for a moment alone. */
const SHORT_LOOK_MS = 25;

/**
 * One of Fulcrum's processes, started for a test from its own main.ts. It has a process group of its own, so that
 * Ctrl-C reaches the test alone, and a channel to the test, so that it ends by itself when the test is gone.
 */
export class AppProcess {
  readonly #main: string;
  readonly #env: Record<string, string>;
  readonly #log: string;
  readonly name: string;
  #process: ChildProcess | undefined;
  #exited: Promise<unknown> = Promise.resolve();
  #healthPort = 0;
  #holdWatch: ChildProcess | undefined;

  constructor(app: string, env: Record<string, string>, logFolder: string, name = app) {
    this.name = name;
    this.#main = join(ROOT, 'apps', app, 'src', 'main.ts');
    this.#env = env;
    this.#log = join(logFolder, `${name}.log`);
  }

  /** Starts the process and waits until it says that it is ready. */
  async start(): Promise<void> {
    await this.spawn();
    await this.ready();
  }

  async spawn(): Promise<void> {
    this.#healthPort = await freePort();
    const log = openSync(this.#log, 'a');
    const env = {
      ...process.env,
      HOST: '127.0.0.1',
      LOG_LEVEL: 'debug',
      ...this.#env,
      HEALTH_PORT: String(this.#healthPort),
    };
    const flags = this.#env.LOOP_WATCH_FILE === undefined ? LATE_WASM : [];
    this.#process = spawn(process.execPath, [...flags, this.#main], {
      detached: true,
      stdio: ['ignore', log, log, 'ipc'],
      env,
      cwd: ROOT,
    });
    closeSync(log);
    this.#exited = once(this.#process, 'exit');
  }

  get isRunning(): boolean {
    return this.#process !== undefined && this.#process.exitCode === null && this.#process.signalCode === null;
  }

  /** Resolves when the process that was started last has ended, for whatever reason. */
  get exited(): Promise<unknown> {
    return this.#exited;
  }

  async ready(limitMs = READY_LIMIT_MS): Promise<void> {
    for (const until = Date.now() + limitMs; Date.now() < until; await sleep(LOOK_MS)) {
      if (!this.isRunning) break;
      const response = await this.#ask('/ready').catch(() => undefined);
      if (response?.status === 200) return;
    }
    throw new Error(`${this.#main} is not ready:\n${this.log().slice(-4_000)}`);
  }

  /** Waits until it is not ready for a reason that contains these words. */
  async untilNotReady(words: string, limitMs = READY_LIMIT_MS): Promise<void> {
    let said = '';
    for (const until = Date.now() + limitMs; Date.now() < until; await sleep(SHORT_LOOK_MS)) {
      said = (await this.#ask('/ready').then((answer) => answer.text(), String)) as string;
      if (said.includes('not ready') && said.includes(words)) return;
    }
    throw new Error(`${this.name} does not say that it waits for "${words}", but ${said}`);
  }

  /** The process, as long as it lives. */
  get pid(): number | undefined {
    const child = this.#process;
    return child?.exitCode === null && child.signalCode === null ? child.pid : undefined;
  }

  /**
   * A figure of the process, as Prometheus would read it; where it has labels, the sum of those with these. Undefined
   * when it has none.
   */
  async metric(name: string, labels = /(?:)/): Promise<number | undefined> {
    const text = await (await this.#ask('/metrics')).text();
    const isIts = (line: string) => line.startsWith(`${name} `) || line.startsWith(`${name}{`);
    const lines = text.split('\n').filter((line) => isIts(line) && labels.test(line));
    if (lines.length === 0) return undefined;
    return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
  }

  /** Whether it says that it is alive. */
  async isHealthy(): Promise<boolean> {
    const response = await this.#ask('/health').catch(() => undefined);
    return response?.status === 200;
  }

  /** Ends the process as a power cut would. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Ends the process cleanly, and returns its exit status. */
  async stop(): Promise<number | null> {
    return this.#end('SIGTERM');
  }

  /** Holds the process still, as a machine that is overloaded would, or lets it go on. */
  hold(): void {
    if (!this.isRunning || this.#process?.kill('SIGSTOP') !== true) throw new Error(`${this.name} cannot be held`);
    this.#holdWatch = letGoWithoutTest(this.#process.pid ?? 0);
  }

  letGo(): void {
    this.#process?.kill('SIGCONT');
    this.#holdWatch?.kill();
  }

  get logPath(): string {
    return this.#log;
  }

  log(): string {
    return readFileSync(this.#log, 'utf8');
  }

  /** Asks the process over HTTP. One that does not answer in time counts as absent. */
  #ask(path: string): Promise<Response> {
    return fetch(`http://127.0.0.1:${this.#healthPort}${path}`, { signal: AbortSignal.timeout(ASK_LIMIT_MS) });
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#process;
    if (child === undefined || !this.isRunning) return child?.exitCode ?? null;
    child.kill(signal);
    // A stopped process would not receive the signal.
    this.letGo();
    await this.#exited;
    return child.exitCode;
  }
}

/** Resumes a stopped process when the test has ended. Otherwise it would stay behind for ever. */
function letGoWithoutTest(pid: number): ChildProcess {
  const script = 'while kill -0 "$1" 2>/dev/null; do sleep 1; done; kill -CONT "$2"';
  return spawn('sh', ['-c', script, 'sh', String(process.pid), String(pid)], { detached: true, stdio: 'ignore' });
}
