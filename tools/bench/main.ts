import { readCommandLine } from '../command-line.ts';
import { type Options, parseOptions, USAGE } from './arguments.ts';
import { type BenchName, loadBench } from './benches.ts';
import { describeMachine } from './machine.ts';
import { within } from './programs/limit.ts';
import { Progress } from './progress.ts';
import { type BenchReport, exitStatus, misses, printReport, reportJson } from './report/report.ts';

/** A bench takes about two minutes. One that takes this long hangs. */
const BENCH_LIMIT_MS = 8 * 60_000;
/** How long a bench may take to stop what it started. */
const STOP_LIMIT_MS = 30_000;

/** Ends the running bench on Ctrl-C. npm passes the same signal on once more. */
const interruption = new AbortController();
for (const signal of ['SIGINT', 'SIGTERM'] as const)
  process.on(signal, () => interruption.abort(new Error('interrupted')));

async function runBench(name: BenchName): Promise<BenchReport> {
  const progress = new Progress(name);
  try {
    const bench = await loadBench(name);
    const signal = AbortSignal.any([interruption.signal, AbortSignal.timeout(BENCH_LIMIT_MS)]);
    const running = bench.run({ progress: (what) => progress.show(what), signal });
    const figures = await within(
      BENCH_LIMIT_MS + STOP_LIMIT_MS,
      `the bench ${name}`,
      new AbortController().signal,
      running,
    );
    return { name, seconds: progress.seconds, figures };
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    return { name, seconds: progress.seconds, figures: [], error: reason };
  } finally {
    progress.end();
  }
}

async function runAll({ names, json, check }: Options): Promise<number> {
  const reports: BenchReport[] = [];
  for (const name of names) {
    if (interruption.signal.aborted) break;
    reports.push(await runBench(name));
  }
  const machine = describeMachine();
  console.log(json ? reportJson(machine, reports) : printReport(machine, reports));
  if (check) for (const miss of misses(reports)) console.error(`MISSED: ${miss}`);
  return interruption.signal.aborted ? 130 : exitStatus(reports, check);
}

process.exit(await runAll(readCommandLine(USAGE, parseOptions)));
