import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '@fulcrum/devstack';

const ROOT = join(import.meta.dirname, '..', '..');

/** Ports of a product's own: several may run at once. */
export async function freePorts() {
  const [api, ws, venue] = [await freePort(), await freePort(), await freePort()];
  return { API_PORT: String(api), WS_PORT: String(ws), EXCHANGE_PORT: String(venue) };
}

/** The product as a user starts it: `npm start`, in a process group of its own like a terminal's. */
export class Product {
  static readonly #started: Product[] = [];
  readonly #process: ChildProcess;
  /** Resolves when it has ended and all that it said was read: the end alone comes before the last words. */
  readonly #ended: Promise<unknown>;
  #hasEnded = false;
  #output = '';

  constructor(env: Record<string, string>, ...args: string[]) {
    this.#process = spawn('npm', ['start', ...(args.length > 0 ? ['--', ...args] : [])], {
      cwd: ROOT,
      env: { ...process.env, ...env },
      detached: true,
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    this.#ended = once(this.#process, 'close').then(() => {
      this.#hasEnded = true;
    });
    Product.#started.push(this);
    for (const stream of [this.#process.stdout, this.#process.stderr])
      stream?.on('data', (chunk: Buffer) => {
        this.#output += chunk.toString();
      });
  }

  /** Ends what a failed test left running. */
  static async stopAll(): Promise<void> {
    await Promise.all(Product.#started.splice(0).map((product) => product.interrupt()));
  }

  get output(): string {
    return this.#output;
  }

  async untilOutput(text: string, limitMs = 90_000): Promise<void> {
    for (const until = Date.now() + limitMs; Date.now() < until; await sleep(50)) {
      if (this.#output.includes(text)) return;
      if (this.#hasEnded) break;
    }
    throw new Error(`"${text}" did not come:\n${this.#output}`);
  }

  /** Ctrl-C: a terminal sends it to every process of the group. */
  async interrupt(): Promise<void> {
    const isRunning = this.#process.exitCode === null && this.#process.signalCode === null;
    if (isRunning) process.kill(-(this.#process.pid ?? 0), 'SIGINT');
    await this.#ended;
  }

  /** @returns the exit status, once the program has ended by itself. */
  async exited(): Promise<number | null> {
    await this.#ended;
    return this.#process.exitCode;
  }
}
