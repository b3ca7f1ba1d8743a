import { type Logger, pino } from 'pino';
import { secretHider } from './secrets.ts';

export type { Logger };

/**
 * JSON lines on standard output. What could be a secret is left out.
 *
 * @param env whose secrets are kept out of the lines, wherever they would stand.
 */
export function createLogger(name: string, level: string, env: NodeJS.ProcessEnv = process.env): Logger {
  return pino({
    name,
    level,
    redact: ['token', '*.token', 'authorization', '*.authorization', 'cookie', '*.cookie', 'password', '*.password'],
    serializers: { err: describeError },
    hooks: { streamWrite: secretHider(env) },
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  });
}

/** Redis' client puts the command that failed into its error, with all that was to be sent: its name is enough. */
function describeError(error: Error): object {
  const { command, ...described } = pino.stdSerializers.err(error) as { command?: { name?: unknown } };
  return command === undefined ? described : { ...described, command: command.name ?? command };
}
