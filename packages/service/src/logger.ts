import { type Logger, pino } from 'pino';

export type { Logger };

/** JSON lines on standard output. What could be a secret is left out. */
export function createLogger(name: string, level: string): Logger {
  return pino({
    name,
    level,
    redact: ['token', '*.token', 'authorization', '*.authorization', 'cookie', '*.cookie', 'password', '*.password'],
    timestamp: pino.stdTimeFunctions.isoTime,
    formatters: { level: (label) => ({ level: label }) },
  });
}
