import { callbackId, type Event, type LogId } from '@fulcrum/core';
import { encodeEvent, MAX_EVENTS_PER_ENTRY } from '@fulcrum/protocol';
import type { Result } from '@fulcrum/streams';

/** The callback entries of one input: none, one, or several parts when it has more than 256 events. */
export function toResults(cause: LogId, events: readonly Event[]): Result[] {
  const results: Result[] = [];
  for (let from = 0; from < events.length; from += MAX_EVENTS_PER_ENTRY) {
    const part = events.slice(from, from + MAX_EVENTS_PER_ENTRY).map(encodeEvent);
    results.push({ id: callbackId(cause, results.length), events: JSON.stringify(part) });
  }
  return results;
}
