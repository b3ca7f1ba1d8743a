import { parseOptions, UsageError } from '../../tools/command-line.ts';

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
    minutes: positive('minutes', minutes ?? '5'),
    seed: seed === undefined ? Math.floor(Math.random() * 1_000_000) : whole('seed', seed),
    failsOver,
    keepsFolder: keep,
    help,
  };
}

function whole(name: string, text: string): number {
  const value = positive(name, text);
  if (Number.isInteger(value)) return value;
  throw new UsageError(`--${name} has to be a whole number, not "${text}".`);
}

function positive(name: string, text: string): number {
  const value = Number(text);
  if (text.trim() !== '' && Number.isFinite(value) && value >= 0) return value;
  throw new UsageError(`--${name} has to be a number of 0 or more, not "${text}".`);
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
