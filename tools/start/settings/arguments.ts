import { parseArgs } from 'node:util';
import { SCENARIO_NAMES } from '@fulcrum/simulated-prices';
import { StartError } from '../start-error.ts';

/** How many engines may run side by side. */
export const REPLICAS = { pattern: /^[1-8]$/, message: 'must be a whole number from 1 to 8' };

const LIVE_SOURCES = /^(backpack|binance)(,(backpack|binance))*$/;

const OPTIONS = { live: { type: 'boolean' }, replicas: { type: 'string' }, scenario: { type: 'string' } } as const;

export const USAGE = `Usage: npm start -- [--live[=backpack,binance]] [--replicas N] [--scenario NAME]

Starts the whole product on this machine. Ctrl-C stops it, and its data stays.

  --live        prices of public venues, in the order of preference (backpack alone, if none is named)
  --replicas N  so many engines side by side, 1 to 8
  --scenario    what prices do at the local venue: calm, gap (a jump), stale (they grow old) or crash (they fall by a
                third within minutes); without it, what was recorded`;

/**
 * Reads the command line of `npm start` as settings. They have precedence over those of the environment.
 *
 * @throws StartError for an unknown option, or a wrong value.
 */
export function readArguments(args: readonly string[]): Record<string, string> {
  const { values, positionals, tokens } = parseArgs({ args: [...args], options: OPTIONS, strict: false, tokens: true });
  const options = tokens.filter((token) => token.kind === 'option');
  const strange = positionals[0] ?? options.find(({ name }) => !Object.hasOwn(OPTIONS, name))?.rawName;
  if (strange !== undefined)
    throw new StartError(`There is no option ${strange}; there are --live, --replicas with a number, and --scenario.`);
  const { live, replicas, scenario } = values;
  if (typeof live === 'string' && !LIVE_SOURCES.test(live))
    throw new StartError(
      '--live takes backpack and binance, in the order of preference, as in --live=backpack,binance.',
    );
  if (replicas !== undefined && !REPLICAS.pattern.test(String(replicas)))
    throw new StartError(`--replicas ${REPLICAS.message}, as in --replicas 2.`);
  if (scenario !== undefined && !SCENARIO_NAMES.some((name) => name === scenario))
    throw new StartError(`--scenario is one of ${SCENARIO_NAMES.join(', ')}, as in --scenario crash.`);
  if (scenario !== undefined && live !== undefined)
    throw new StartError('--scenario is for the local venue, and --live for the prices of others: leave one out.');
  return {
    ...(live === undefined ? {} : { PRICE_SOURCE: live === true ? 'backpack' : String(live) }),
    ...(replicas === undefined ? {} : { REPLICAS: String(replicas) }),
    ...(scenario === undefined ? {} : { SCENARIO: String(scenario) }),
  };
}
