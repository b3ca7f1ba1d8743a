import { askerOf, type Core, type Event, type EventParts, type JsonEvent, READS } from '@fulcrum/cfd';
import { type LogEntry, logTime } from '@fulcrum/log';
import { decodeCommand } from './commands/decode-command.ts';
import { encodeEvent } from './events/encode-event.ts';

/**
 * Takes one entry of the log through the core, from text to events.
 *
 * @param partSize the events of a part. An entry with more events than this comes in parts (see Core.begin).
 * @param onInvalid is told what is wrong with a malformed entry. Such an entry changes nothing.
 */
export function beginEntry(
  core: Core,
  entry: LogEntry,
  partSize: number,
  onInvalid?: (message: string) => void,
): readonly Event[] | EventParts {
  const command = decodeCommand(entry.type, entry.data);
  if (command.type === 'invalid') onInvalid?.(command.message);
  return core.begin(command, logTime(entry.id), partSize);
}

/** The same, in one piece. */
export function takeEntry(core: Core, { id, type, data }: LogEntry): readonly Event[] {
  return core.apply(decodeCommand(type, data), logTime(id));
}

/** The same, from text to text. */
export function applyEntry(core: Core, entry: LogEntry): JsonEvent[] {
  return takeEntry(core, entry).map(encodeEvent);
}

/**
 * The answer to a read, as of the read's place in the log, and the name of its asker. It changes nothing.
 *
 * @returns undefined for an entry that is no read, and for a read whose answer is an event of callback-stream.
 */
export function answerEntry(
  core: Core,
  { id, type, data }: LogEntry,
): { readonly replyTo: string; readonly answer: JsonEvent } | undefined {
  if (!READS.has(type)) return undefined;
  const command = decodeCommand(type, data);
  const answer = core.answer(command, logTime(id));
  const replyTo = askerOf(command);
  if (answer === undefined || replyTo === undefined) return undefined;
  return { replyTo, answer: encodeEvent(answer) };
}
