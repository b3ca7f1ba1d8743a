import { readCommandLine } from '../../tools/command-line.ts';
import { parseArguments, USAGE } from './arguments.ts';
import { planFaults } from './faults/faults.ts';
import { drawReport, ProgressLines } from './report.ts';
import { runChaos } from './run.ts';

const stopping = new AbortController();
// The first one ends everything that was started; a second one does not wait for it.
for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
  process.on(signal, () => {
    if (stopping.signal.aborted) process.exit(130);
    stopping.abort(new Error('stopped'));
  });

const { minutes, seed, failsOver, keepsFolder } = readCommandLine(USAGE, parseArguments);
try {
  console.log(
    `The same faults and choices again: npm run chaos -- --minutes ${minutes} --seed ${seed}${failsOver ? ' --fail-over' : ''}\n`,
  );
  const progress = new ProgressLines(process.stderr);
  const outcome = await runChaos({
    seed,
    plan: planFaults(seed, failsOver),
    failsOver,
    limitMs: minutes * 60_000,
    signal: stopping.signal,
    onProgress: (now) => progress.show(now),
    keepsFolder,
  });
  const { findings, folder } = outcome;
  console.log(`\n${drawReport(outcome)}`);
  if (folder !== undefined) console.log(`\nLogs and data: ${folder}`);
  console.log(`\n${findings.total === 0 ? 'Nothing was lost, doubled or told wrongly.' : 'FAILED'} (seed ${seed})`);
  process.exit(findings.total === 0 ? 0 : 1);
} catch (error) {
  if (stopping.signal.aborted) {
    console.error('Stopped. Nothing was compared.');
    process.exit(130);
  }
  console.error(error);
  process.exit(1);
}
