import { isDeepStrictEqual } from 'node:util';
import type { FuzzReport } from './fuzz.ts';

/** The longest turn of an event loop. Nobody gets an answer during a turn. */
const LONGEST_TURN_MS = 100;

/** The recorder has no such limit: it copies entries of tens of megabytes to files, and nobody waits for it. */
const NOBODY_WAITS_FOR = 'recorder';

/** @returns a sentence for each broken expectation. */
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
