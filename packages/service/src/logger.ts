import { type Logger, pino } from 'pino';

export type { Logger };

/**
 * Standard output. Each write takes longer than the making of a line, so lines leave together: when there are this many
 * bytes of them, after this many milliseconds, and in any case at the end.
 */
const output = pino.destination({ dest: 1, sync: true, minLength: 4_096, periodicFlush: 100 });
process.on('exit', () => output.flushSync());

/** JSON lines on standard output. What could be a secret is left out. */
export function createLogger(name: string, level: string): Logger {
  const options = {
    name,
    level,
    redact: ['token', '*.token', 'authorization', '*.authorization', 'cookie', '*.cookie', 'password', '*.password'],
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label: string) => ({ level: label }) },
  };
  return pino(options, output);
}
