import type { JsonEvent } from '@fulcrum/cfd';
import { z } from 'zod';
import { eventSchema } from './event-schemas.ts';

/** At most this many events stand in one callback entry. */
export const MAX_EVENTS_PER_ENTRY = 256;

/**
 * A tick may close a hundred thousand orders, and each process that reads callback-stream checks every one of them.
 * Compiled, the check of an event costs less than a third of parsing its text.
 */
const entrySchema = z.compile(z.array(eventSchema));

/**
 * The longest text of an entry, in UTF-16 units: nearly twice that of an account with a thousand orders, and several
 * times that of 256 other events. Parsing more would hold up the reader.
 */
const MAX_ENTRY_LENGTH = 1_024 * 1_024;

/**
 * Reads the field `events` of a callback-stream entry.
 *
 * @throws when the text is no list of events: only the engine writes there, so something is badly wrong.
 */
export function decodeEvents(text: string): JsonEvent[] {
  if (text.length > MAX_ENTRY_LENGTH) throw new Error('the entry is longer than any list of events');
  const events: unknown = JSON.parse(text);
  // This comes first: a list may have hundreds of thousands of events, and each would be checked.
  if (Array.isArray(events) && events.length > MAX_EVENTS_PER_ENTRY) throw new Error('there are too many events');
  return entrySchema.parse(events);
}
