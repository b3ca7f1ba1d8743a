import { Progress } from '../../tools/bench/progress.ts';
import { countOf, parseOptions, readCommandLine, UsageError, wholeNumber } from '../../tools/command-line.ts';
import { runSeeds, seedsFrom } from './runner.ts';
import { CORES, type Conditions, type CoreName, isCore, type Outcome } from './simulation.ts';

const USAGE = `Usage: npm run simulate -- [--seeds 1000] [--first 1] [--seed N] [--core NAME] [--fail-over] [--may-lose]

Runs engines, publisher, recovery, snapshots, API and recorder on a virtual clock, against a Redis and a PostgreSQL in
memory that misbehave on purpose, and looks after every step whether anything was lost, doubled or wrong.

  --seeds N   so many runs, with the seeds from --first on
  --seed N    this run alone, with everything that happens in it
  --core NAME trading (the CFD engine), venue (the order book), or counters, which is as small as a core can be; by default
              as many runs as are asked for have the first, and a tenth as many each of the others
  --fail-over a replica of Redis takes over now and then in each run, and not in every fifth alone
  --may-lose  Redis may lose its last writes in each run, and not in every tenth alone`;

type ChosenConditions = Conditions & { readonly core: CoreName };

/** What is asked for, by the core. */
const REQUESTS: Readonly<Record<CoreName, string>> = { trading: 'orders', venue: 'orders', counters: 'commands' };

/** Of the runs that are asked for, how many have each of the other cores as well, where none is named. */
const SHARE_OF_OTHERS = 0.1;

const print = (text: string) => process.stdout.write(`${text}\n`);
const whole = (value: number) => value.toLocaleString('en-US', { maximumFractionDigits: 0 });

function describe({ seed, violation }: Outcome, conditions: ChosenConditions): string {
  const flags = `${conditions.failOvers ? ' --fail-over' : ''}${conditions.mayLose ? ' --may-lose' : ''}`;
  return `Seed ${seed}, ${violation}\nTo repeat it: npm run simulate -- --seed ${seed} --core ${conditions.core}${flags}`;
}

async function runOne(seed: number, conditions: ChosenConditions): Promise<boolean> {
  let isGood = false;
  const onOutcome = (outcome: Outcome) => {
    isGood = outcome.violation === undefined;
    for (const line of outcome.lines) print(line);
    print(isGood ? `Seed ${seed}: nothing lost, doubled or wrong.` : describe(outcome, conditions));
    return 'enough' as const;
  };
  await runSeeds({ seeds: [seed], isTalkative: true, conditions, onOutcome }, 1);
  return isGood;
}

async function runMany(first: number, count: number, conditions: ChosenConditions): Promise<boolean> {
  const progress = new Progress(`simulate ${conditions.core}`);
  const sums = { runs: 0, steps: 0, entries: 0, requests: 0 };
  const faults = new Map<string, number>();
  let failed: Outcome | undefined;
  let shownAt = 0;
  await runSeeds({
    seeds: seedsFrom(first, count),
    conditions,
    onOutcome: (outcome) => {
      sums.runs += 1;
      for (const name of ['steps', 'entries', 'requests'] as const) sums[name] += outcome[name];
      for (const [name, times] of outcome.faults) faults.set(name, (faults.get(name) ?? 0) + times);
      if (outcome.violation !== undefined) failed ??= outcome;
      if (progress.seconds - shownAt >= 2) {
        shownAt = progress.seconds;
        progress.show(`${whole(sums.runs)} of ${whole(count)} seeds`);
      }
      return failed === undefined ? 'go on' : 'enough';
    },
  });
  progress.end();
  for (const [name, times] of [...faults].sort()) print(`${whole(times).padStart(10)}  ${name}`);
  print(
    `${whole(sums.runs)} runs in ${whole(progress.seconds)} s: ${whole(sums.steps)} steps, ` +
      `${whole(sums.entries)} entries of the log, ${whole(sums.requests)} ${REQUESTS[conditions.core]}`,
  );
  print(failed === undefined ? 'Nothing lost, doubled or wrong.' : describe(failed, conditions));
  return failed === undefined;
}

async function runCores(
  core: CoreName | undefined,
  first: number,
  count: number,
  conditions: Conditions,
): Promise<boolean> {
  if (core !== undefined) return runMany(first, count, { ...conditions, core });
  const few = Math.ceil(count * SHARE_OF_OTHERS);
  for (const each of CORES)
    if (!(await runMany(first, each === 'trading' ? count : few, { ...conditions, core: each }))) return false;
  return true;
}

function coreNamed(name: string | undefined): CoreName | undefined {
  if (name === undefined || isCore(name)) return name;
  throw new UsageError(`There is no core ${name}.`);
}

const { core, conditions, seed, first, seeds } = readCommandLine(USAGE, (args) => {
  const option = { type: 'string' } as const;
  const flag = { type: 'boolean' } as const;
  const numbers = { seeds: option, seed: option, first: option };
  const { values } = parseOptions(args, {
    options: { ...numbers, 'fail-over': flag, 'may-lose': flag, core: option },
  });
  if (values.seed !== undefined && (values.seeds ?? values.first) !== undefined)
    throw new UsageError('--seed is for one run, --seeds and --first are for several.');
  const first = wholeNumber('first', values.first ?? '1');
  const seeds = countOf('seeds', values.seeds ?? '1000');
  if (!Number.isSafeInteger(first + seeds)) throw new UsageError('--first and --seeds together are too large.');
  return {
    core: coreNamed(values.core),
    conditions: {
      ...(values['fail-over'] && { failOvers: true }),
      ...(values['may-lose'] && { mayLose: true }),
    },
    seed: values.seed === undefined ? undefined : wholeNumber('seed', values.seed),
    first,
    seeds,
  };
});
const isGood =
  seed === undefined
    ? await runCores(core, first, seeds, conditions)
    : await runOne(seed, { core: core ?? 'trading', ...conditions });
process.exitCode = isGood ? 0 : 1;
