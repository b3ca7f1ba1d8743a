import { type Core, type Event, type LogId, logTime } from '@fulcrum/core';
import { decodeCommand } from './commands.ts';
import { encodeEvent } from './encode-event.ts';
import type { JsonEvent } from './events.ts';

/** One entry of engine-stream. `data` is JSON text, or should be. */
export interface LogEntry {
  readonly id: LogId;
  readonly type: string;
  readonly data: string;
}

/**
 * Takes one entry of the log through the core, from text to events.
 *
 * @param onInvalid is told what is wrong with an entry that makes no sense, which changes nothing.
 */
export function takeEntry(core: Core, entry: LogEntry, onInvalid?: (message: string) => void): readonly Event[] {
  const command = decodeCommand(entry.type, entry.data);
  if (command.type === 'invalid') onInvalid?.(command.message);
  return core.apply(command, logTime(entry.id));
}

/** The same, from text to text. */
export function applyEntry(core: Core, entry: LogEntry, onInvalid?: (message: string) => void): JsonEvent[] {
  return takeEntry(core, entry, onInvalid).map(encodeEvent);
}
