import { runWorker } from '../../programs/worker.ts';
import { Flow } from '../flow.ts';
import { callOf, OtherBook } from '../other-book.ts';
import { commandOf, filledMakers, OwnBook } from '../own-book.ts';
import { makeWorkload, type Phase, RESTING } from '../workload.ts';

/** Operations are made ready so many at a time, just before they are measured. */
const BATCH = 1_000;
/** The first round only warms up. */
const ROUNDS = 3;

/** Operations in a second of the thread's processor time, by phase: the median of the rounds. */
export interface Rates {
  readonly own: Readonly<Record<string, number>>;
  readonly other: Readonly<Record<string, number>>;
}

/** By the clock, in which other programs may have had the processor, and by the thread's processor time. */
export interface Pause {
  readonly clockMs: number;
  readonly processorMs: number;
}

/** Nobody wakes who waits for this word to change. */
const NEVER = new Int32Array(new SharedArrayBuffer(4));
const SLEEP_MS = 0.02;

runWorker({
  /** Both books do the same, in turns. */
  rates: ({ ticks }: { ticks: number }): Rates => {
    const workload = makeWorkload(ticks);
    const rounds: Rates[] = [];
    for (let round = 0; round < ROUNDS; round++) {
      const [own, other] = [new OwnBook(), new OtherBook()];
      rounds.push({
        own: measure(workload, commandOf, (command) => own.apply(command)),
        other: measure(workload, callOf, (call) => other.apply(call)),
      });
    }
    const counted = rounds.slice(1);
    return { own: medians(counted.map(({ own }) => own)), other: medians(counted.map(({ other }) => other)) };
  },
  /** The longest that a single command took, in a mixed flow on a full book. */
  longestPause: ({ ticks, seconds }: { ticks: number; seconds: number }): Pause => {
    const [flow, book] = [new Flow(ticks), new OwnBook()];
    while (flow.restingCount < RESTING) book.apply(commandOf(flow.rest()));
    const end = performance.now() + 1_000 * seconds;
    let [clockMs, processorMs] = [0, 0];
    for (let startedAt = 0; startedAt < end; ) {
      const command = commandOf(flow.mixed(RESTING));
      const used = processorTime();
      startedAt = performance.now();
      const events = book.apply(command);
      clockMs = Math.max(clockMs, performance.now() - startedAt);
      processorMs = Math.max(processorMs, (processorTime() - used) / 1_000);
      flow.filled(filledMakers(events));
    }
    return { clockMs, processorMs };
  },
});

function measure<Prepared>(
  workload: readonly Phase[],
  prepare: (operation: Phase['operations'][number]) => Prepared,
  apply: (prepared: Prepared) => void,
): Record<string, number> {
  const rates: Record<string, number> = {};
  for (const { name, operations } of workload) {
    let elapsed = 0;
    for (let at = 0; at < operations.length; at += BATCH) {
      const batch = operations.slice(at, at + BATCH).map(prepare);
      const startedAt = exactProcessorTime();
      for (const prepared of batch) apply(prepared);
      elapsed += exactProcessorTime() - startedAt;
    }
    rates[name] = (1e6 * operations.length) / elapsed;
  }
  return rates;
}

/** Of this thread, in microseconds. Collections of garbage that hold it up count. */
function processorTime(): number {
  const { user, system } = process.threadCpuUsage();
  return user + system;
}

/**
 * The same, exactly. The system counts the time of a thread that runs a few thousandths of a second at a time, which is as
 * long as a whole batch takes, and up to the moment when it goes to sleep.
 */
function exactProcessorTime(): number {
  Atomics.wait(NEVER, 0, 0, SLEEP_MS);
  return processorTime();
}

function medians(rounds: readonly Readonly<Record<string, number>>[]): Record<string, number> {
  const names = Object.keys(rounds[0] ?? {});
  return Object.fromEntries(
    names.map((name) => {
      const values = rounds.map((rates) => rates[name] ?? Number.NaN).sort((one, other) => one - other);
      return [name, values[Math.floor(values.length / 2)] ?? Number.NaN];
    }),
  );
}
