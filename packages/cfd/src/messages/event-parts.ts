import type { Event } from './events.ts';

/**
 * What one input causes, while it is being worked out: each step gives the next of its events, all but the last part
 * equally many, or none where it only prepares them. The state is between two inputs again behind the last step, and
 * nobody may use it before.
 */
export type EventParts = Generator<readonly Event[], void, void>;

export function isInParts(events: readonly Event[] | EventParts): events is EventParts {
  return !Array.isArray(events);
}

/** Parts of equally many events, but for the last one. */
export function* inParts(events: Iterable<Event>, size: number): EventParts {
  let part: Event[] = [];
  for (const event of events) {
    part.push(event);
    if (part.length < size) continue;
    yield part;
    part = [];
  }
  if (part.length > 0) yield part;
}
