import type { LogId } from './log-id.ts';

/** One entry of a log of commands. `data` is JSON text, or should be. */
export interface LogEntry {
  readonly id: LogId;
  readonly type: string;
  readonly data: string;
}
