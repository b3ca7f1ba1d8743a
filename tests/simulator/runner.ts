import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { Worker } from 'node:worker_threads';
import type { Mutation } from './mutations/mutations.ts';
import type { Conditions, Outcome } from './simulation.ts';

/** What a thread is told. */
export interface WorkerTask {
  /** A deliberate bug, or undefined for the product as it is. */
  readonly mutation?: Mutation | undefined;
  /** Whether it also tells everything that happens. */
  readonly isTalkative?: boolean | undefined;
  /** What the seeds need not decide, where that is not the deliberate bug's. */
  readonly conditions?: Conditions | undefined;
}

export interface RunOptions extends WorkerTask {
  readonly seeds: Iterable<number>;
  /** Told of each outcome; the run ends early when it says so. */
  readonly onOutcome: (outcome: Outcome) => 'go on' | 'enough';
  readonly threads?: number;
}

/** So many seeds, from the first one on. */
export function* seedsFrom(first: number, count: number): Generator<number> {
  for (let seed = first; seed < first + count; seed++) yield seed;
}

/** Runs seeds in as many threads as there are processors. Rejects when a thread breaks. */
export async function runSeeds({ seeds, onOutcome, threads, ...task }: RunOptions): Promise<void> {
  const queue = seeds[Symbol.iterator]();
  const workers = Array.from(
    { length: threads ?? availableParallelism() },
    () =>
      new Worker(new URL('./worker.ts', import.meta.url), {
        workerData: task satisfies WorkerTask,
      }),
  );
  let isEnough = false;
  const finish = async (worker: Worker) => {
    for (let next = queue.next(); !isEnough && !next.done; next = queue.next())
      if (onOutcome(await outcomeOf(worker, next.value)) === 'enough') isEnough = true;
  };
  try {
    await Promise.all(workers.map(finish));
  } finally {
    await Promise.all(workers.map((worker) => worker.terminate()));
  }
}

/** Rejects when the thread breaks. */
async function outcomeOf(worker: Worker, seed: number): Promise<Outcome> {
  worker.postMessage(seed);
  const [outcome] = await once(worker, 'message');
  return outcome;
}
