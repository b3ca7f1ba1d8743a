import { isDeepStrictEqual } from 'node:util';
import type { FuzzReport } from './fuzz.ts';

/** An event loop that is held up for longer does not answer anybody meanwhile. */
const LONGEST_TURN_MS = 100;

/** It copies whatever stands in the log to files, also entries of tens of megabytes, and answers nobody. */
const NOBODY_WAITS_FOR = 'recorder';

/** @returns a sentence for everything that does not hold. */
export function verdict(report: FuzzReport, seed: number): string[] {
  const { network, before, after, engineHash, longestTurnMs, broken } = report;
  const wrong = network.faults.describe(seed);
  for (const name of ['hash', 'users', 'accounts', 'market'] as const)
    if (!isDeepStrictEqual(before[name], after[name]))
      wrong.push(`${name} changed: ${JSON.stringify(before[name])} became ${JSON.stringify(after[name])}`);
  if (engineHash !== before.hash) wrong.push(`the engine has the state ${engineHash}, not ${before.hash}`);
  for (const [name, ms] of Object.entries(longestTurnMs))
    if (ms > LONGEST_TURN_MS && name !== NOBODY_WAITS_FOR) wrong.push(`${name} was held up for ${ms} ms`);
  return [...wrong, ...broken];
}
