import { parseArgs } from 'node:util';
import { StartError } from './start-error.ts';

const OPTIONS = { live: { type: 'boolean' }, replicas: { type: 'string' } } as const;

/**
 * Reads the command line of `npm start` as the settings that it stands for: it says what the environment could say as
 * well, and counts for more.
 *
 * @throws StartError when there is no such option, or a number is missing.
 */
export function readArguments(args: readonly string[]): Record<string, string> {
  const { values, positionals } = parseArgs({ args: [...args], options: OPTIONS, strict: false });
  const unknown = Object.keys(values).find((name) => !Object.hasOwn(OPTIONS, name));
  const strange = positionals[0] ?? (unknown === undefined ? undefined : `--${unknown}`);
  if (strange !== undefined)
    throw new StartError(`There is no option ${strange}; there are --live and --replicas with a number.`);
  const { live, replicas } = values;
  if (live !== undefined && live !== true) throw new StartError('--live takes no value.');
  if (replicas === true || replicas === '')
    throw new StartError('--replicas needs the number of engines, as in --replicas 2.');
  return {
    ...(live === undefined ? {} : { PRICE_SOURCE: 'backpack' }),
    ...(replicas === undefined ? {} : { REPLICAS: String(replicas) }),
  };
}
