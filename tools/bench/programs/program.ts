import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { closeSync, openSync, readFileSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import { within } from './limit.ts';
import type { Answer, Question } from './worker.ts';

/** How long a program may take to stop. An app ends itself before that. */
const STOP_LIMIT_MS = 10_000;
const LOG_TAIL = 3_000;

export interface ProgramOptions {
  /** The name in messages and of the log. */
  readonly name: string;
  readonly main: string;
  readonly args?: readonly string[] | undefined;
  readonly env?: Readonly<Record<string, string>> | undefined;
  /** Node's own options, such as `--expose-gc`. */
  readonly nodeOptions?: readonly string[] | undefined;
  readonly logFile: string;
  readonly signal: AbortSignal;
}

/**
 * A Node program that a bench runs beside itself. It has a process group of its own, so that Ctrl-C reaches the bench
 * alone. The bench sends its questions over a channel. When the channel closes, the program knows that the bench is gone.
 */
export class Program {
  readonly name: string;
  readonly #process: ChildProcess;
  readonly #signal: AbortSignal;
  readonly #logFile: string;
  readonly #waiting = new Map<number, PromiseWithResolvers<unknown>>();
  #questions = 0;
  #isStopping = false;

  constructor(options: ProgramOptions) {
    const { name, main, args = [], env = {}, nodeOptions = [], logFile, signal } = options;
    this.name = name;
    this.#signal = signal;
    this.#logFile = logFile;
    const log = openSync(logFile, 'a');
    this.#process = spawn(process.execPath, [...nodeOptions, main, ...args], {
      detached: true,
      stdio: ['ignore', log, log, 'ipc'],
      env: { ...plainEnvironment(), ...env },
    });
    closeSync(log);
    this.#process.on('message', (answer: Answer) => this.#settle(answer));
    this.#process.once('error', (error) => this.#failAll(error));
    this.#process.once('exit', () => this.#failAll(this.#ended()));
  }

  get pid(): number {
    return this.#process.pid ?? 0;
  }

  get hasEnded(): boolean {
    return this.#process.exitCode !== null || this.#process.signalCode !== null;
  }

  /**
   * Asks the program something, and waits for its answer; see `answerQuestions` for its end of the channel.
   *
   * @throws when it fails, ends, or takes longer than the limit.
   */
  async ask<Result>(question: string, data: unknown, limitMs: number): Promise<Result> {
    if (this.hasEnded) throw this.#ended();
    this.#questions += 1;
    const id = this.#questions;
    const waiting = Promise.withResolvers<unknown>();
    this.#waiting.set(id, waiting);
    const message: Question = { id, question, data };
    this.#process.send(message, (error) => error && waiting.reject(error));
    try {
      return (await within(limitMs, `${this.name} answers "${question}"`, this.#signal, waiting.promise)) as Result;
    } finally {
      this.#waiting.delete(id);
    }
  }

  log(): string {
    return readFileSync(this.#logFile, 'utf8');
  }

  /** Ends the program as a power cut would. */
  async kill(): Promise<void> {
    await this.#end('SIGKILL');
  }

  /** Asks it to end, and kills it after a time. Calling it again does no harm. */
  async stop(): Promise<void> {
    await this.#end('SIGTERM');
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    this.#isStopping = true;
    if (this.#process.pid === undefined || this.hasEnded) return;
    const exit = once(this.#process, 'exit');
    this.#process.kill(signal);
    const patience = new AbortController();
    const late = sleep(STOP_LIMIT_MS, undefined, { signal: patience.signal }).then(
      () => this.#process.kill('SIGKILL'),
      () => undefined,
    );
    await exit;
    patience.abort();
    await late;
  }

  #settle({ id, result, error }: Answer): void {
    const waiting = this.#waiting.get(id);
    if (error === undefined) waiting?.resolve(result);
    else waiting?.reject(new Error(`${this.name}: ${error}`));
  }

  #failAll(error: Error): void {
    for (const { reject } of this.#waiting.values()) reject(error);
  }

  #ended(): Error {
    const why = this.#isStopping ? 'was stopped' : `ended with ${this.#process.signalCode ?? this.#process.exitCode}`;
    return new Error(`${this.name} ${why}:\n${this.log().slice(-LOG_TAIL)}`);
  }
}

/** The environment without the user's own settings, which could change the figures. */
function plainEnvironment(): Record<string, string | undefined> {
  const { PATH, HOME, TMPDIR, TZ } = process.env;
  return { PATH, HOME, TMPDIR, TZ };
}
