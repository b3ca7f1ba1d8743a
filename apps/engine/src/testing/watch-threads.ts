import { setTimeout as sleep } from 'node:timers/promises';
import type { Worker } from 'node:worker_threads';

/** Sees every thread that this process starts, until `stop` is called. */
export class ThreadWatch {
  readonly started: Worker[] = [];
  /** How many threads ran when each of them was started. */
  readonly runningBefore: number[] = [];
  /** How the threads ended: 0 by themselves, 1 when they were stopped from outside. */
  readonly exitCodes: number[] = [];
  readonly #note = (worker: Worker) => {
    this.runningBefore.push(this.started.length - this.exitCodes.length);
    this.started.push(worker);
    worker.once('exit', (code) => this.exitCodes.push(code));
  };

  constructor() {
    process.on('worker', this.#note);
  }

  /** The first thread that was started: the process is told of it a moment later. */
  async first(): Promise<Worker> {
    const [worker] = this.started;
    if (worker !== undefined) return worker;
    await sleep(1);
    return this.first();
  }

  stop(): void {
    process.off('worker', this.#note);
  }
}
