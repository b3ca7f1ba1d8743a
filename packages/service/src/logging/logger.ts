import { type Logger, pino } from 'pino';
import { LineWriter } from './line-writer.ts';
import { secretHider } from './secrets.ts';

export type { Logger };

/** Asking for standard output opens it in non-blocking mode: a write to a full pipe fails instead of waiting. */
const { fd: standardOutput = 1 } = process.stdout;

/** All loggers of a process share one writer, so that lines do not mix. */
const output = new LineWriter(standardOutput, tellLost);
process.once('exit', () => output.flushSync());

/** The number of this process's lines that were lost because they could not be written. */
export function lostLines(): number {
  return output.lost;
}

/**
 * Logs JSON lines to standard output. Secrets are removed from them.
 *
 * @param env the settings whose secrets are removed.
 */
export function createLogger(name: string, level: string, env: NodeJS.ProcessEnv = process.env): Logger {
  const options = {
    name,
    level,
    redact: ['token', '*.token', 'authorization', '*.authorization', 'cookie', '*.cookie', 'password', '*.password'],
    serializers: { err: describeError },
    hooks: { streamWrite: secretHider(env) },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return pino(options, output);
}

function tellLost(lines: number): void {
  createLogger('log', 'error').error({ lines }, 'lines of this log are lost: they could not be written');
}

/**
 * Describes an error. Redis' client puts the whole failed command into its error, of which only the name is kept. PostgreSQL
 * puts the row that it refuses into its `detail`: addresses, and the hashes of passwords.
 */
function describeError(error: Error): object {
  const { command, ...described } = withoutDetails(pino.stdSerializers.err(error)) as { command?: { name?: unknown } };
  return command === undefined ? described : { ...described, command: command.name ?? command };
}

/** Errors lie in each other, but not this deep. */
const MAX_DEPTH = 8;

function withoutDetails(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || depth > MAX_DEPTH) return value;
  const kept = Object.entries(value).filter(([name]) => name !== 'detail');
  return Object.fromEntries(kept.map(([name, part]) => [name, withoutDetails(part, depth + 1)]));
}
