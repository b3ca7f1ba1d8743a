import { parseOptions, positiveNumber, wholeNumber } from '../../tools/command-line.ts';

/** The options of a run. */
export interface Arguments {
  readonly minutes: number;
  readonly seed: number;
  readonly failsOver: boolean;
  readonly keepsFolder: boolean;
  readonly help: boolean;
}

export const USAGE = `Usage: npm run chaos -- [--minutes N] [--seed N] [--fail-over] [--keep]

Kills, pauses and restarts everything under load, and then compares what clients were told with what is.

  --minutes   how long faults are done (5); a fraction is fine
  --seed      which faults, in which order, and what the traders choose (drawn by lot, and printed)
  --fail-over Redis has a replica and three sentinels; when it is killed, the replica takes its place
  --keep      leave the folder with logs and data where it is
  --help      print this`;

/** @throws UsageError for an unknown option or a wrong value. */
export function parseArguments(args: readonly string[]): Arguments {
  const { minutes, seed, keep, help, 'fail-over': failsOver } = parse(args);
  return {
    minutes: positiveNumber('minutes', minutes ?? '5'),
    seed: seed === undefined ? Math.floor(Math.random() * 1_000_000) : wholeNumber('seed', seed),
    failsOver,
    keepsFolder: keep,
    help,
  };
}

function parse(args: readonly string[]) {
  const flag = { type: 'boolean', default: false } as const;
  const options = {
    minutes: { type: 'string' },
    seed: { type: 'string' },
    keep: flag,
    help: flag,
    'fail-over': flag,
  } as const;
  return parseOptions(args, { options }).values;
}
