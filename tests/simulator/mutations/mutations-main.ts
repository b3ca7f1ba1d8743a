import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseOptions, readCommandLine, UsageError, wholeNumber } from '../../../tools/command-line.ts';
import { runSeeds, seedsFrom, Threads } from '../runner.ts';
import type { Outcome } from '../simulation.ts';
import { type Mutation, mutations } from './mutations.ts';

const USAGE = `Usage: node tests/simulator/mutations/mutations-main.ts [part of a name] [--keep] [--first N]

Puts one deliberate bug after the other into the product, and wants the simulator to find each of them. It begins with
the seed that found it last: most changes of the product leave that as it is.

  --keep     write the seeds down
  --first N  take the seeds from there on, and none that is known`;

/** By far the most are found within ten; the rarest once in several hundred. */
const MAX_SEEDS = 2_000;

const KNOWN_SEEDS = join(import.meta.dirname, 'mutation-seeds.json');

const { chosen, keeps, firstSeed } = readCommandLine(USAGE, (args) => {
  const options = { keep: { type: 'boolean' }, first: { type: 'string' } } as const;
  const { values, positionals } = parseOptions(args, { allowPositionals: true, options });
  return {
    chosen: mutationsNamed(positionals),
    keeps: values.keep === true,
    firstSeed: values.first === undefined ? undefined : wholeNumber('first', values.first),
  };
});
const known: Record<string, number> = JSON.parse(readFileSync(KNOWN_SEEDS, 'utf8'));
const missed: string[] = [];
/** Most bugs are found by the seed that found them last. One thread tries these, and loads what they share once. */
const trying = new Threads(1);

for (const mutation of chosen) {
  const { name } = mutation;
  const { found, runs } = await find(mutation);
  if (found === undefined) missed.push(name);
  else known[name] = found.seed;
  const how = found && `found after ${runs} runs (seed ${found.seed}: ${found.violation?.slice(0, 160)})`;
  console.log(`${found === undefined ? 'MISSED' : 'ok    '} ${name}: ${how ?? `${runs} runs are all good`}`);
}
await trying.end();
if (keeps) writeFileSync(KNOWN_SEEDS, `${JSON.stringify(knownOfAll(), undefined, 2)}\n`);
console.log(missed.length === 0 ? `All ${chosen.length} deliberate bugs were found.` : `Missed: ${missed.join('; ')}`);
process.exitCode = missed.length === 0 ? 0 : 1;

/** @throws UsageError where there is none: whoever looks for nothing misses nothing. */
function mutationsNamed([part = '', ...others]: readonly string[]): readonly Mutation[] {
  if (others.length > 0) throw new UsageError('Only one part of a name can be given.');
  const named = mutations.filter(({ name }) => name.includes(part));
  if (named.length === 0) throw new UsageError(`There is no deliberate bug "${part}".`);
  return named;
}

async function find(mutation: Mutation): Promise<{ found: Outcome | undefined; runs: number }> {
  const first = firstSeed === undefined ? known[mutation.name] : undefined;
  const others = seedsFrom(firstSeed ?? 1, MAX_SEEDS);
  let runs = 0;
  let found: Outcome | undefined;
  const onOutcome = (outcome: Outcome) => {
    runs += 1;
    if (outcome.violation !== undefined) found ??= outcome;
    return found === undefined ? 'go on' : 'enough';
  };
  // The others are not even begun while that one may do.
  if (first !== undefined) await trying.run({ seeds: [first], mutation, onOutcome });
  if (found === undefined) await runSeeds({ seeds: others, mutation, onOutcome });
  return { found, runs };
}

/** Without those of bugs that are not in the list any more. */
function knownOfAll(): Record<string, number> {
  return Object.fromEntries(mutations.flatMap(({ name }) => (known[name] === undefined ? [] : [[name, known[name]]])));
}
