import { type ParseArgsConfig, parseArgs } from 'node:util';

/** The command line makes no sense. The message says why. */
export class UsageError extends Error {
  override name = 'UsageError';
}

/**
 * Reads a program's command line. `--help` says how the program is used, and ends it with status 0. A command line that
 * makes no sense ends it with status 2, after saying why and how it is used.
 *
 * @param read may throw a UsageError.
 */
export function readCommandLine<Read>(usage: string, read: (args: readonly string[]) => Read): Read {
  answerHelp(usage);
  try {
    return read(process.argv.slice(2));
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    console.error(error.message === '' ? usage : `${error.message}\n\n${usage}`);
    process.exit(2);
  }
}

/** Says how a program is used, and ends it, if that is what it is asked for. */
export function answerHelp(usage: string): void {
  if (!process.argv.slice(2).includes('--help')) return;
  console.log(usage);
  process.exit(0);
}

/**
 * Reads options as Node does.
 *
 * @param message replaces Node's own message of any fault.
 * @throws UsageError for an option that is unknown, or that lacks its value.
 */
export function parseOptions<const Config extends ParseArgsConfig>(
  args: readonly string[],
  config: Config,
  message?: string,
) {
  try {
    return parseArgs({ ...config, args: [...args] });
  } catch (error) {
    throw new UsageError(message ?? (error as Error).message);
  }
}

/** @throws UsageError when there are arguments, for a program that takes none. */
export function takesNoArguments(args: readonly string[]): void {
  parseOptions(args, {});
}

/** @throws UsageError for a text that is no whole number of 0 or more. */
export function wholeNumber(name: string, text: string): number {
  const value = readNumber(text);
  if (Number.isSafeInteger(value) && value >= 0) return value;
  throw new UsageError(`--${name} has to be a whole number of 0 or more, not "${text}".`);
}

/**
 * Reads how often something is done. Zero is refused, since a run that does nothing proves nothing.
 *
 * @throws UsageError for a text that is no whole number of 1 or more.
 */
export function countOf(name: string, text: string): number {
  const value = readNumber(text);
  if (Number.isSafeInteger(value) && value >= 1) return value;
  throw new UsageError(`--${name} has to be a whole number of 1 or more, not "${text}".`);
}

/** @throws UsageError for a text that is no number above 0. */
export function positiveNumber(name: string, text: string): number {
  const value = readNumber(text);
  if (Number.isFinite(value) && value > 0) return value;
  throw new UsageError(`--${name} has to be a number above 0, not "${text}".`);
}

/** Node takes a text without any digit for 0. */
function readNumber(text: string): number {
  return text.trim() === '' ? Number.NaN : Number(text);
}
