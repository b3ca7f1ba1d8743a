import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Mutation } from './mutations/mutations.ts';
import type { Conditions, Outcome } from './simulation.ts';

/** What a run needs besides its seed. */
export interface RunTask {
  /** A deliberate bug, or undefined for the product as it is. */
  readonly mutation?: Mutation | undefined;
  /** Whether it also tells everything that happens. */
  readonly isTalkative?: boolean | undefined;
  /** What the seeds need not decide, where that is not the deliberate bug's. */
  readonly conditions?: Conditions | undefined;
}

/** What a thread is told. */
export interface WorkerTask extends RunTask {
  readonly seed: number;
}

export interface RunOptions extends RunTask {
  readonly seeds: Iterable<number>;
  /** Told of each outcome; the run ends early when it says so. */
  readonly onOutcome: (outcome: Outcome) => 'go on' | 'enough';
}

/** So many seeds, from the first one on. */
export function* seedsFrom(first: number, count: number): Generator<number> {
  for (let at = 0; at < count; at++) yield first + at;
}

/** Threads that run seeds, until they are ended. */
export class Threads {
  readonly #workers: readonly Worker[];

  constructor(count: number) {
    this.#workers = Array.from({ length: count }, () => new Worker(new URL('./worker.ts', import.meta.url)));
  }

  /** Rejects when a thread breaks. */
  async run({ seeds, onOutcome, ...task }: RunOptions): Promise<void> {
    const queue = seeds[Symbol.iterator]();
    let isEnough = false;
    const work = async (worker: Worker) => {
      for (let next = queue.next(); !isEnough && !next.done; next = queue.next())
        if (onOutcome(await outcomeOf(worker, { ...task, seed: next.value })) === 'enough') isEnough = true;
    };
    await Promise.all(this.#workers.map(work));
  }

  async end(): Promise<void> {
    await Promise.all(this.#workers.map((worker) => worker.terminate()));
  }
}

/** Runs seeds in as many threads as there are processors. Rejects when a thread breaks. */
export async function runSeeds(options: RunOptions, threads = availableParallelism()): Promise<void> {
  const running = new Threads(threads);
  try {
    await running.run(options);
  } finally {
    await running.end();
  }
}

/** Rejects when the thread breaks. */
async function outcomeOf(worker: Worker, task: WorkerTask): Promise<Outcome> {
  worker.postMessage(task);
  const [outcome] = await once(worker, 'message');
  return outcome;
}
