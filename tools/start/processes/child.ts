import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, copyFileSync, openSync, readFileSync, rmSync, statSync, truncateSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { freePort } from '@fulcrum/devstack';
import { Backoff } from '@fulcrum/log';
import { STOP_LIMIT_MS } from '@fulcrum/service';
import { StartError } from '../start-error.ts';
import type { ProcessPlan } from './processes.ts';
import { WaitingWords } from './waiting-words.ts';

const LOG_LIMIT_BYTES = 20 * 1024 * 1024;
const READY_LIMIT_MS = 60_000;
/** A process ends itself before this time, and logs what took so long. */
const KILL_AFTER_MS = STOP_LIMIT_MS + 300;

/** Only the starter asks for a process's health here. */
const HEALTH_HOST = '127.0.0.1';

/**
 * One process that the starter supervises. It has a process group of its own, so that Ctrl-C reaches only the starter.
 * It has a channel to the starter, by which it ends when the starter has ended. If it ends unasked, it is started again
 * after a pause.
 */
export class Child {
  readonly #plan: ProcessPlan;
  readonly #log: string;
  readonly #onProgress: (message: string) => void;
  readonly #backoff = new Backoff(500, 10_000, Math.random);
  readonly #waiting: WaitingWords;
  #process: ChildProcess | undefined;
  #healthPort = 0;
  #stopping = false;
  #failed: string | undefined;
  /** Why it ended last, until it is ready again: a long message is told once. */
  #lastReason: string | undefined;
  #wasReady = false;

  constructor(plan: ProcessPlan, home: string, onProgress: (message: string) => void) {
    this.#plan = plan;
    this.#log = join(home, 'logs', `${plan.name}.log`);
    this.#onProgress = onProgress;
    this.#waiting = new WaitingWords((reason) => onProgress(`Waiting for ${plan.name}: ${reason}`));
  }

  get name(): string {
    return this.#plan.name;
  }

  /** The path of its log. */
  get log(): string {
    return this.#log;
  }

  get stopRank(): number {
    return this.#plan.stopRank;
  }

  get pid(): number | undefined {
    return this.#process?.pid;
  }

  /** Whether it waits for something that the others do first. */
  get isPrepared(): boolean {
    return this.#plan.prepare !== undefined;
  }

  /** Starts it once that is done. */
  async startPrepared(): Promise<void> {
    await this.#plan.prepare?.();
    await this.start();
  }

  async start(): Promise<void> {
    this.#healthPort = await freePort();
    if (this.#stopping) return;
    // Readable, so that the process can see whether its predecessor left an unfinished line.
    const log = openSync(this.#log, 'a+', 0o600);
    const env = { ...process.env, ...this.#plan.env, HEALTH_HOST, HEALTH_PORT: String(this.#healthPort) };
    const child = spawn(process.execPath, [...(this.#plan.flags ?? []), this.#plan.main], {
      detached: true,
      stdio: ['ignore', log, log, 'ipc'],
      env,
    });
    closeSync(log);
    this.#process = child;
    child.once('error', (error) => this.#ended(error.message));
    child.once('exit', (code, signal) => this.#ended(signal ?? `status ${code}`));
  }

  /**
   * Resolves when the process is ready.
   *
   * @throws StartError when it ends instead, or gives no new reason for too long.
   */
  async ready(): Promise<void> {
    let reason = 'it does not answer';
    const said = new Set<string>();
    this.#waiting.begin();
    for (let until = Date.now() + READY_LIMIT_MS; Date.now() < until; await sleep(50)) {
      if (this.#failed !== undefined) throw new StartError(`${this.name} did not start: ${this.#failed}`);
      if (this.#stopping) return;
      const answer = await this.#askReady();
      if (answer === 'ready') {
        this.#wasReady = true;
        this.#waiting.ready();
        return;
      }
      reason = answer ?? reason;
      // A new reason, such as a new count of loaded rows, shows progress.
      if (!said.has(reason)) until = Date.now() + READY_LIMIT_MS;
      said.add(reason);
      this.#waiting.waits(reason);
    }
    const { hint = `see ${this.#log}` } = this.#plan;
    throw new StartError(
      `${this.name} is not ready, and says nothing new for ${READY_LIMIT_MS / 1_000} s (${reason}): ${hint}`,
    );
  }

  /** Limits the log. One that is too long is moved aside, where it replaces the former one, and begins anew. */
  limitLog(): void {
    const found = statSync(this.#log, { throwIfNoEntry: false });
    if (found?.isFile() !== true || found.size <= LOG_LIMIT_BYTES) return;
    const aside = `${this.#log}.1`;
    try {
      copyFileSync(this.#log, aside);
    } catch (error) {
      // On a full disk half a copy would only take the rest of the room. The log stays as it is.
      rmSync(aside, { force: true });
      throw error;
    }
    truncateSync(this.#log);
  }

  /** Asks the process to end, and kills it after a time. */
  async stop(): Promise<void> {
    this.#stopping = true;
    const child = this.#process;
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return;
    const gone = new Promise((resolve) => child.once('exit', resolve));
    child.kill('SIGTERM');
    const timer = setTimeout(() => child.kill('SIGKILL'), KILL_AFTER_MS);
    await gone;
    clearTimeout(timer);
  }

  async #askReady(): Promise<string | undefined> {
    try {
      const response = await fetch(`http://${HEALTH_HOST}:${this.#healthPort}/ready`, {
        signal: AbortSignal.timeout(1_000),
      });
      const { status, reason } = (await response.json()) as { status: string; reason?: string };
      return reason ?? status;
    } catch {
      return undefined;
    }
  }

  #ended(why: string): void {
    this.#process = undefined;
    if (this.#stopping) return;
    const lastWords = this.#lastWords();
    if (!this.#wasReady) {
      this.#failed = `${lastWords ?? why} (log: ${this.#log})`;
      return;
    }
    const pauseMs = Math.round(this.#backoff.next());
    const reason = lastWords ?? why;
    const told = reason === this.#lastReason ? 'as before' : reason;
    this.#lastReason = reason;
    this.#onProgress(`${this.name} ended (${told}); starting it again in ${pauseMs} ms`);
    setTimeout(() => void this.#startAgain(), pauseMs);
  }

  async #startAgain(): Promise<void> {
    if (this.#stopping) return;
    try {
      await this.start();
    } catch (error) {
      return this.#ended((error as Error).message);
    }
    try {
      await this.ready();
      this.#backoff.reset();
      this.#lastReason = undefined;
      if (!this.#stopping) this.#onProgress(`${this.name} is back`);
    } catch (error) {
      this.#onProgress((error as Error).message);
    }
  }

  /** The message of the log's last line, if it is an error that ended the process. */
  #lastWords(): string | undefined {
    try {
      const line = readFileSync(this.#log, 'utf8').trimEnd().split('\n').at(-1) ?? '';
      const { level, msg, err } = JSON.parse(line) as { level?: string; msg?: string; err?: { message?: string } };
      return level === 'fatal' ? (err?.message ?? msg) : undefined;
    } catch {
      return undefined;
    }
  }
}
