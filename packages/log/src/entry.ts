import type { LogId } from './log-id.ts';

/** An entry of a stream: its id, and its fields by name. */
export interface Entry {
  readonly id: LogId;
  readonly fields: Readonly<Record<string, string>>;
}
