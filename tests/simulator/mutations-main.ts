import { mutations } from './mutations.ts';
import { runSeeds } from './runner.ts';

/** Puts one deliberate bug after the other into the product, and wants the simulator to find each of them. */

/** By far the most are found within ten. */
const MAX_SEEDS = 400;

const seeds = Array.from({ length: MAX_SEEDS }, (_, index) => index + 1);
const only = process.argv[2];
const missed: string[] = [];
const chosen = mutations.filter(({ name }) => only === undefined || name.includes(only));
for (const mutation of chosen) {
  const { name } = mutation;
  let runs = 0;
  let found: string | undefined;
  await runSeeds({
    seeds,
    mutation,
    onOutcome: ({ seed, violation }) => {
      runs += 1;
      if (violation !== undefined) found ??= `found after ${runs} runs (seed ${seed}: ${violation.slice(0, 160)})`;
      return found === undefined ? 'go on' : 'enough';
    },
  });
  if (found === undefined) missed.push(name);
  console.log(`${found === undefined ? 'MISSED' : 'ok    '} ${name}: ${found ?? `${runs} runs are all good`}`);
}
console.log(missed.length === 0 ? `All ${chosen.length} deliberate bugs were found.` : `Missed: ${missed.join('; ')}`);
process.exitCode = missed.length === 0 ? 0 : 1;
