import { type Core, type LogId, logTime } from '@fulcrum/core';
import { decodeCommand } from './commands.ts';
import { encodeEvent } from './encode-event.ts';
import type { JsonEvent } from './events.ts';

/** One entry of engine-stream. `data` is JSON text, or should be. */
export interface LogEntry {
  readonly id: LogId;
  readonly type: string;
  readonly data: string;
}

/** Takes one entry of the log through the core, from text to text. The engine and the replay both do just this. */
export function applyEntry(core: Core, entry: LogEntry): JsonEvent[] {
  return core.apply(decodeCommand(entry.type, entry.data), logTime(entry.id)).map(encodeEvent);
}
