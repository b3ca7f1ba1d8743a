import { parseOptions as parse, UsageError } from '../command-line.ts';
import { BENCH_NAMES, type BenchName } from './benches.ts';

/** The command line of a run. */
export interface Options {
  readonly names: readonly BenchName[];
  readonly json: boolean;
  readonly check: boolean;
  readonly help: boolean;
}

export const USAGE = `Usage: npm run bench -- [${BENCH_NAMES.join('|')} ...] [--json] [--check]

Measures how fast Fulcrum is on this machine, and compares it with floors measured in the same run.
Without a name all benches run, one after the other, each for about two minutes.

  --json    print one JSON document instead of tables
  --check   end with status 1 when a target is missed, and name it
  --help    print this`;

/** @throws UsageError when an option or a bench is unknown. */
export function parseOptions(args: readonly string[]): Options {
  const flag = { type: 'boolean', default: false } as const;
  const options = { json: flag, check: flag, help: flag };
  const { values, positionals } = parse(args, { options, allowPositionals: true });
  for (const name of positionals)
    if (!isBenchName(name)) throw new UsageError(`There is no bench "${name}": choose from ${BENCH_NAMES.join(', ')}.`);
  const chosen = [...new Set(positionals.filter(isBenchName))];
  return { names: chosen.length > 0 ? chosen : BENCH_NAMES, ...values };
}

function isBenchName(name: string): name is BenchName {
  return (BENCH_NAMES as readonly string[]).includes(name);
}
