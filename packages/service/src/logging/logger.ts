import { type Logger, pino } from 'pino';
import { LineWriter } from './line-writer.ts';
import { secretHider } from './secrets.ts';

export type { Logger };

/** Node opens it when it is first asked for. From then on a write fails that would wait for the reader of a pipe. */
const { fd: standardOutput = 1 } = process.stdout;

/** All loggers of a process share one, so that no line stands within another. */
const output = new LineWriter(standardOutput, tellLost);
process.once('exit', () => output.flushSync());

/** Lines of this process that were lost because they could not be written. */
export function lostLines(): number {
  return output.lost;
}

/**
 * JSON lines on standard output. What could be a secret is left out.
 *
 * @param env whose secrets are kept out of the lines, wherever they would stand.
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

/** Redis' client puts the command that failed into its error, with all that was to be sent: its name is enough. */
function describeError(error: Error): object {
  const { command, ...described } = pino.stdSerializers.err(error) as { command?: { name?: unknown } };
  return command === undefined ? described : { ...described, command: command.name ?? command };
}
