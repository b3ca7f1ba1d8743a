import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '@fulcrum/devstack';

const ROOT = join(import.meta.dirname, '..', '..');
const READY_LIMIT_MS = 30_000;

/** One of Fulcrum's processes, started for a test from its own main.ts. */
export class AppProcess {
  readonly #main: string;
  readonly #env: Record<string, string>;
  readonly #log: string;
  #process: ChildProcess | undefined;
  #healthPort = 0;

  constructor(app: string, env: Record<string, string>, logFolder: string, name = app) {
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
    this.#process = spawn(process.execPath, [this.#main], { stdio: ['ignore', log, log, 'ipc'], env, cwd: ROOT });
    closeSync(log);
  }

  async ready(): Promise<void> {
    for (const until = Date.now() + READY_LIMIT_MS; Date.now() < until; await sleep(25)) {
      if (this.#process?.exitCode !== null) break;
      const response = await fetch(`http://127.0.0.1:${this.#healthPort}/ready`).catch(() => undefined);
      if (response?.status === 200) return;
    }
    throw new Error(`${this.#main} is not ready:\n${this.log().slice(-4_000)}`);
  }

  /** The process, as long as it lives. */
  get pid(): number | undefined {
    const child = this.#process;
    return child?.exitCode === null && child.signalCode === null ? child.pid : undefined;
  }

  /** A figure of the process, as Prometheus would read it; where it has labels, the sum. */
  async metric(name: string): Promise<number> {
    const text = await (await fetch(`http://127.0.0.1:${this.#healthPort}/metrics`)).text();
    const lines = text.split('\n').filter((line) => line.startsWith(`${name}{`));
    if (lines.length === 0) throw new Error(`${this.#main} has no figure ${name}`);
    return lines.reduce((sum, line) => sum + Number(line.slice(line.lastIndexOf(' '))), 0);
  }

  /** Whether it says that it is alive. */
  async isHealthy(): Promise<boolean> {
    const response = await fetch(`http://127.0.0.1:${this.#healthPort}/health`).catch(() => undefined);
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
    this.#process?.kill('SIGSTOP');
  }

  letGo(): void {
    this.#process?.kill('SIGCONT');
  }

  log(): string {
    return readFileSync(this.#log, 'utf8');
  }

  async #end(signal: NodeJS.Signals): Promise<number | null> {
    const child = this.#process;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return child?.exitCode ?? null;
    const exit = once(child, 'exit');
    child.kill(signal);
    await exit;
    return child.exitCode;
  }
}
